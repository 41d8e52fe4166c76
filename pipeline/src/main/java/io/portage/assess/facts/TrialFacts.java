package io.portage.assess.facts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a dry run of a topic's sampled records: decoded, normalized, fitted and enriched by
 * the job's own code.
 *
 * @param topic the topic
 * @param records the number of records
 * @param written the number of records that would reach the target
 * @param failures the dead letters by kind
 * @param needs the settings that columns need and that are not set
 * @param tombstones how many records had no value
 */
public record TrialFacts(
    String topic,
    int records,
    int written,
    List<Failure> failures,
    List<Need> needs,
    int tombstones) {
  /** Keeps copies. */
  public TrialFacts {
    failures = List.copyOf(failures);
    needs = List.copyOf(needs);
  }

  /**
   * Dead letters of one kind.
   *
   * @param stage the stage's name
   * @param reason the reason's name
   * @param table the source's table, or the topic
   * @param column the column, or null
   * @param records how many
   * @param message the first message, without row values
   */
  public record Failure(
      String stage,
      String reason,
      String table,
      @Nullable String column,
      int records,
      String message) {}

  /**
   * A setting of {@code source.debezium} that a column needs.
   *
   * @param table the target's table
   */
  public record Need(String table, String column, String advice) {}
}
