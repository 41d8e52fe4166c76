package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portage.direct.TypeSamples.Sample;
import io.portage.launcher.contract.TestJob;
import io.portage.metrics.LedgerSummary;
import io.portage.model.DeadLetter;
import io.portage.model.Stage;
import io.portage.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Carries the events of captures from one source into one target, and compares each value with the
 * source's. Captures may be carried at the same time.
 *
 * @param sandbox the servers
 * @param source the source
 * @param types all types of the source
 * @param samples the types that are compared
 * @param target the target
 * @param folder the folder for configurations
 * @param outcomes the outcomes, to which this adds
 */
record TypeCarrier(
    Sandbox sandbox,
    TypeSource source,
    TypeSamples types,
    List<Sample> samples,
    TypeTarget target,
    Path folder,
    TypeOutcomes outcomes) {
  /** The format under which the target's types are listed among the outcomes. */
  static final String TARGET_TYPE = "target type";

  /** Returns the columns of an event, with or without the schema part and the envelope. */
  static Set<String> columns(JsonNode event) {
    JsonNode payload = event.has("payload") ? event.path("payload") : event;
    Set<String> names = new HashSet<>();
    (payload.has("after") ? payload.path("after") : payload)
        .fieldNames()
        .forEachRemaining(names::add);
    return names;
  }

  /**
   * Carries the events of a capture.
   *
   * @param columns the columns that the connector sends
   */
  void carry(TypeCapture capture, Set<String> columns) throws Exception {
    List<Sample> sent = new ArrayList<>();
    for (Sample sample : types.samples()) {
      if (columns.contains(sample.column())) {
        sent.add(sample);
      } else {
        put(
            capture,
            sample,
            "not sent",
            sample.values().stream().map(value -> "not sent").toList());
      }
    }
    TestJob job = target.job(capture);
    String table = job.topic();
    target.create(job, table, capture, sent);
    String config = capture.config(sandbox, source.table(), table);
    LedgerSummary ledger =
        job.run(job.config(Files.writeString(folder.resolve(table + ".yaml"), config)));
    assertThat(ledger.isBalanced()).as(ledger.render()).isTrue();
    Map<Integer, String> ends = ends(capture, job);
    Map<String, String> definitions = target.types(capture, sent);
    try (Connection sources = source.connect(sandbox);
        Connection targets = target.connect(sandbox)) {
      for (Sample sample : sent) {
        String type = definitions.getOrDefault(sample.column(), "");
        Map<Integer, String> given =
            TypeOutcomes.texts(sources, source.table(), target.sourceText(sample, type));
        Map<Integer, String> carried =
            TypeOutcomes.texts(targets, table, target.targetText(sample, type));
        Optional<String> query = target.readBack(sample, type);
        if (query.isPresent()) {
          readBack(sources, query.get(), given, carried);
        }
        put(
            capture,
            sample,
            type,
            TypeOutcomes.compare(sample, types.count(), given, carried, ends));
      }
    }
    job.database().execute("DROP TABLE " + table);
  }

  private void put(TypeCapture capture, Sample sample, String type, List<String> values) {
    if (samples.contains(sample)) {
      outcomes.put(capture.place(sample), values);
      if (capture.format().alike() == null) {
        outcomes.put(
            new TypeOutcomes.Place(sample.column(), capture.modes().of(sample), TARGET_TYPE),
            List.of(type));
      }
    }
  }

  private Map<Integer, String> ends(TypeCapture capture, TestJob job) throws IOException {
    Map<Integer, String> ends = new HashMap<>();
    capture.topic().ids().forEach(id -> ends.put(id, ""));
    for (DeadLetter letter : job.deadLetters()) {
      if (letter.stage() == Stage.DECODE) {
        assertThat(letter.cause().column()).as(letter.cause().message()).isNotNull();
      }
      String stage = target.mayReject(letter.stage()) ? "" : " by the database";
      ends.put(
          capture.topic().ids().get((int) letter.coordinates().offset()),
          "dead letter" + stage + ": " + letter.cause().message());
    }
    return ends;
  }

  /** Replaces texts in which the source reads the value that it has by the source's own. */
  private static void readBack(
      Connection source, String query, Map<Integer, String> given, Map<Integer, String> carried)
      throws SQLException {
    try (PreparedStatement statement = source.prepareStatement(query)) {
      for (Map.Entry<Integer, String> one : carried.entrySet()) {
        String own = given.get(one.getKey());
        if (!one.getValue().equals("null") && !one.getValue().equals(own)) {
          statement.setString(1, one.getValue());
          try (ResultSet row = statement.executeQuery()) {
            row.next();
            one.setValue(String.valueOf(row.getString(1)));
          } catch (SQLException e) {
            one.setValue(one.getValue() + " (not read: " + e.getSQLState() + ")");
          }
        }
      }
    }
  }
}
