package io.portage.launcher.deadletters;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.Resolution;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Summaries of dead letters for tests. */
final class SummaryFixtures {
  static final long AT = 1_726_531_200_000L;

  private static final String JOB =
      """
      name: job
      source:
        kafka: {bootstrapServers: localhost:9092, topics: [s.shop.items, s.shop.orders], groupId: g}
        format: debezium-json
      tables:
        - {from: shop.items, to: items, key: [id], deletes: hard, metadata: {version: v}}
        - {from: shop.orders, to: orders, key: [id], deletes: hard, metadata: {version: v}}
        - {from: shop.orders, to: totals, key: [id], deletes: hard, metadata: {version: v}}
      target: {jdbc: {url: "jdbc:postgresql://h/d", user: u, password: p}}
      deadLetters: {files: letters}
      """;

  private SummaryFixtures() {}

  /** Returns the tables of a job with two topics, of which one feeds two tables. */
  static LetterTables tables() {
    try {
      Path file = Files.writeString(Files.createTempFile("job", ".yaml"), JOB);
      PortageConfig config = ConfigReader.read(file, Map.of());
      Files.delete(file);
      return new LetterTables(config);
    } catch (IOException | ConfigException e) {
      throw new AssertionError(e);
    }
  }

  static DeadLetterSummary failed(long offset, Stage stage, Reason reason, long second) {
    return head(offset, stage, reason, second, 1, null);
  }

  static DeadLetterSummary resolved(long offset, Resolution.ResolutionKind kind, String message) {
    return head(
        offset,
        Stage.NORMALIZE,
        Reason.DOES_NOT_FIT,
        offset,
        1,
        new Resolution(kind, AT + 100_000, message));
  }

  static DeadLetterSummary head(
      long offset,
      Stage stage,
      Reason reason,
      long second,
      int attempts,
      @Nullable Resolution resolution) {
    return new DeadLetterSummary(
        new Coordinates("t", 0, offset),
        ChangePart.WHOLE,
        stage == Stage.UPSERT ? "users" : null,
        stage,
        new FailureCause(
            reason,
            "why it failed\nand more",
            stage == Stage.UPSERT ? "name" : null,
            null,
            stage == Stage.UPSERT ? "23514" : null),
        attempts,
        AT + 1_000 * second,
        AT + 1_000 * second,
        resolution);
  }
}
