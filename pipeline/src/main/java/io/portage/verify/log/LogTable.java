package io.portage.verify.log;

import io.portage.config.TableConfig;
import io.portage.model.Change;
import io.portage.model.Row;
import io.portage.verify.compare.ComparedTarget;
import io.portage.verify.compare.FindingList;
import io.portage.verify.report.Finding;
import io.portage.verify.report.TableReport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One target table of a comparison with the log, and what was found so far. Not thread-safe. */
final class LogTable {
  final String name;
  final TableConfig config;
  final FindingList findings;
  private final List<String> from;
  private final @Nullable ComparedTarget target;
  private final String problem;
  private @Nullable Change truncate;
  long logRows;
  long targetRows;

  /**
   * @param config any of its sources, with its key
   * @param from its sources
   * @param target the table; null if it cannot be compared
   * @param problem the reason why it cannot be compared; empty if it can
   */
  LogTable(
      String name,
      TableConfig config,
      List<String> from,
      @Nullable ComparedTarget target,
      String problem,
      FindingList findings) {
    this.name = name;
    this.config = config;
    this.from = from;
    this.target = target;
    this.problem = problem;
    this.findings = findings;
  }

  boolean isCompared() {
    return target != null;
  }

  /** Returns the table of the target, of a table that is compared. */
  ComparedTarget target() {
    return Objects.requireNonNull(target);
  }

  List<String> from() {
    return from;
  }

  /** Keeps the newest truncate. */
  void truncated(Change change) {
    truncate = truncate == null || change.version().isAfter(truncate.version()) ? change : truncate;
  }

  /** Returns the newest truncate as a delete of a key, or null. */
  @Nullable Change truncateOf(Row key) {
    Change all = truncate;
    return all == null ? null : deleteBy(all, key);
  }

  /** Returns a truncate as a delete of a key. */
  static Change deleteBy(Change truncate, Row key) {
    return new Change(
        truncate.table(),
        Change.Op.DELETE,
        key,
        Row.empty(),
        truncate.lineage(),
        truncate.provenance(),
        null);
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  TableReport report() {
    return problem.isEmpty()
        ? new TableReport(name, from, logRows, targetRows, findings.counts(), findings.kept(), "")
        : new TableReport(name, from, 0, 0, Map.of(), List.of(), problem);
  }
}
