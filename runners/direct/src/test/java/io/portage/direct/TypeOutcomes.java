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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of each value, by type, mode and format. */
final class TypeOutcomes {
  static final String EQUAL = "equal";

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
  @Nullable List<String> at(Place place) {
    return outcomes.get(place);
  }

  /** Returns places whose outcome differs although the mode that governs it does not. */
  Set<String> contradictions() {
    return contradictions;
  }

  void put(Place place, List<String> values) {
    List<String> former = outcomes.putIfAbsent(place, values);
    if (former != null && !former.equals(values)) {
      contradictions.add(place + ": " + former + " and " + values);
    }
  }

  /**
   * Compares a target with its source, in the database of both; both tables have the same columns.
   *
   * @param sent the ids in the topic, with the dead letter, or empty
   */
  void compare(
      Connection connection,
      List<Sample> samples,
      int count,
      String target,
      Map<Integer, String> sent,
      Function<Sample, Place> places)
      throws SQLException {
    for (Sample sample : samples) {
      Map<Integer, String> ends = ends(connection, sample, count, target, sent);
      List<String> values = new ArrayList<>();
      for (int i = 0; i < sample.values().size(); i++) {
        String snapshot = ends.get(sample.first() + i);
        String stream = ends.get(count + sample.first() + i);
        values.add(
            snapshot.equals(stream)
                ? snapshot
                : "snapshot: " + snapshot + "; stream: " + stream);
      }
      put(places.apply(sample), values);
    }
  }

  private static Map<Integer, String> ends(
      Connection connection, Sample sample, int count, String target, Map<Integer, String> sent)
      throws SQLException {
    Map<Integer, String> ends = new HashMap<>();
    String query =
        """
        SELECT s.id, t.id IS NOT NULL, s.%1$s::text IS NOT DISTINCT FROM t.%1$s::text,
          coalesce(left(t.%1$s::text, 60), 'null'), %6$s
        FROM types_source.samples s LEFT JOIN %2$s t USING (id)
        WHERE (s.id - 1) %% %3$d + 1 BETWEEN %4$d AND %5$d AND s.id <= 2 * %3$d
        """
            .formatted(
                sample.column(),
                target,
                count,
                sample.first(),
                sample.first() + sample.values().size() - 1,
                sample.type().startsWith("numeric")
                    ? "s.%1$s = t.%1$s".formatted(sample.column())
                    : "false");
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        int id = rows.getInt(1);
        String letter = sent.getOrDefault(id, "stops the connector");
        assertThat(rows.getBoolean(2))
            .as("row %s of %s in %s: %s", id, sample.column(), target, letter)
            .isEqualTo(letter.isEmpty());
        if (letter.isEmpty()) {
          String other = rows.getBoolean(5) ? "equal number" : "becomes " + rows.getString(4);
          ends.put(id, rows.getBoolean(3) ? EQUAL : other);
        } else {
          assertThat(letter).matches("stops the connector|.*\\bcolumn " + sample.column() + "\\b.*");
          ends.put(id, letter);
        }
      }
    }
    return ends;
  }
}
