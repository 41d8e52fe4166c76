package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.direct.TypeSamples.Sample;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The outcome of each value, by type, mode and format. Thread-safe. */
final class TypeOutcomes {
  static final String EQUAL = "equal";
  private static final String STOPS = "stops the connector";
  private static final int SHOWN = 60;

  /**
   * The place of an outcome.
   *
   * @param column the type's column
   * @param mode the mode that governs its encoding
   * @param format the format of the events
   */
  record Place(String column, String mode, String format) {}

  private final Map<Place, List<String>> outcomes = new LinkedHashMap<>();
  private final Set<String> contradictions = new TreeSet<>();

  /** Returns the outcomes of the values, in their order; null if nothing was recorded. */
  synchronized @Nullable List<String> at(Place place) {
    return outcomes.get(place);
  }

  /** Returns places whose outcome differs although the mode that governs it does not. */
  synchronized Set<String> contradictions() {
    return contradictions;
  }

  synchronized void put(Place place, List<String> values) {
    List<String> former = outcomes.putIfAbsent(place, values);
    if (former != null && !former.equals(values)) {
      contradictions.add(place + ": " + former + " and " + values);
    }
  }

  /** Returns the text of each row, by its id; a null is the text {@code null}. */
  static Map<Integer, String> texts(Connection connection, String table, String text)
      throws SQLException {
    Map<Integer, String> texts = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, " + text + " FROM " + table)) {
      while (rows.next()) {
        texts.put(rows.getInt(1), String.valueOf(rows.getString(2)));
      }
    }
    return texts;
  }

  /**
   * Returns what became of each value of a type, in the snapshot and in the stream.
   *
   * @param count the number of values of all types
   * @param source the texts of the source's rows
   * @param target the texts of the target's rows
   * @param sent the ids of the rows that were sent, with their dead letter, or empty
   */
  static List<String> compare(
      Sample sample,
      int count,
      Map<Integer, String> source,
      Map<Integer, String> target,
      Map<Integer, String> sent) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < sample.values().size(); i++) {
      int id = sample.first() + i;
      String snapshot = outcome(sample, id, source, target, sent);
      String stream = outcome(sample, id + count, source, target, sent);
      values.add(
          snapshot.equals(stream) ? snapshot : "snapshot: " + snapshot + "; stream: " + stream);
    }
    return values;
  }

  private static String outcome(
      Sample sample,
      int id,
      Map<Integer, String> source,
      Map<Integer, String> target,
      Map<Integer, String> sent) {
    String letter = sent.getOrDefault(id, STOPS);
    String carried = target.get(id);
    assertThat(carried != null)
        .as("row %s of %s in the target: %s", id, sample.column(), letter)
        .isEqualTo(letter.isEmpty());
    if (carried == null) {
      assertThat(letter).matches(STOPS + "|.*\\bcolumn " + sample.column() + "\\b.*");
      return letter;
    }
    String text = String.valueOf(source.get(id));
    if (carried.equals(text)) {
      return EQUAL;
    }
    return sample.type().startsWith("numeric") && number(carried).equals(number(text))
        ? "equal number"
        : "becomes " + carried.substring(0, Math.min(SHOWN, carried.length()));
  }

  /** Returns the text without the zeros at the end of fractions. */
  private static String number(String text) {
    return text.replaceAll("(\\.[0-9]*?)0+(?![0-9])", "$1").replaceAll("\\.(?![0-9])", "");
  }
}
