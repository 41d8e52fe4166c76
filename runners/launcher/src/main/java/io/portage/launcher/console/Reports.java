package io.portage.launcher.console;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reports of {@code verify} and {@code cutover} as the files have them.
 *
 * @param verify the report of the last verification that ended; null if there is none
 * @param progress the progress of a verification that has not ended; null if there is none
 * @param cutover the report of the last cutover, or of the last round of one; null if there is none
 * @param named the options that name files of this job
 * @param problems what could not be read, one sentence each
 */
record Reports(
    @Nullable VerifyResult verify,
    @Nullable VerifyState progress,
    @Nullable CutoverResult cutover,
    List<String> named,
    List<String> problems) {

  /**
   * The result of a verification.
   *
   * @param outcome {@code equal}, {@code different} or {@code undecided}
   * @param isWhole false if the file has more findings than are returned
   */
  record VerifyResult(
      String started,
      String ended,
      String outcome,
      long sourceRows,
      long targetRows,
      long differences,
      long undecided,
      Map<String, Long> counts,
      List<VerifiedTable> tables,
      boolean isWhole) {}

  /**
   * The result for one table.
   *
   * @param counts the findings by kind
   * @param findings the first findings
   */
  record VerifiedTable(
      String table,
      List<String> sources,
      long sourceRows,
      long targetRows,
      long differences,
      long undecided,
      String problem,
      Map<String, Long> counts,
      List<VerifyFinding> findings) {}

  /**
   * A row that is not known to be equal.
   *
   * @param key a JSON array, as the page of a row takes it
   * @param values the values that differ, by column; empty if they are hidden or not in the file
   */
  record VerifyFinding(
      String kind,
      String key,
      List<String> columns,
      String detail,
      @Nullable String deadLetter,
      @Nullable String targetVersion,
      String firstSeen,
      String lastSeen,
      Map<String, ValuePair> values) {}

  /** The two values of a column, as text. */
  record ValuePair(@Nullable String source, @Nullable String target) {}

  /**
   * The progress of a verification.
   *
   * @param writtenAt the time of the last progress
   */
  record VerifyState(String writtenAt, List<TableProgress> tables) {}

  /**
   * The progress of one table.
   *
   * @param sourceRows the rows of the source that were compared
   * @param targetRows the rows of the target that were looked for in the source
   * @param differed the keys that have differed so far and are looked at again
   */
  record TableProgress(String table, long sourceRows, long targetRows, long differed) {}

  /**
   * The result of a cutover.
   *
   * @param verdict {@code go}, {@code no go} or {@code cannot decide}
   * @param expectedDowntimeMillis the time for which the application would stand still
   */
  record CutoverResult(
      String at, String verdict, long expectedDowntimeMillis, List<CutoverCheckResult> checks) {}

  /** The result of one check. */
  record CutoverCheckResult(
      String id,
      String title,
      String verdict,
      long millis,
      List<String> evidence,
      List<CutoverProblem> findings,
      List<CutoverProblem> accepted) {}

  /** Something that stands against the switch, with its remedy. */
  record CutoverProblem(String id, String problem, String fix) {}
}
