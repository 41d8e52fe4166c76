package io.portage.verify.log;

import io.portage.enrich.EnrichTrial;
import io.portage.model.Change;
import io.portage.model.Row;
import io.portage.verify.compare.ShownValues;
import io.portage.verify.compare.TargetRow;
import io.portage.verify.log.LogDecision.LogState;
import io.portage.verify.log.LogDecision.LogVerdict;
import io.portage.verify.report.DifferenceKind;
import io.portage.verify.report.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides about single keys, and makes findings of the verdicts. Not thread-safe. */
final class KeyVerdicts {
  private final LogContext context;
  private final EnrichTrial enrich;

  KeyVerdicts(LogContext context) {
    this.context = context;
    this.enrich = EnrichTrial.of(context.config(), context.catalog(), context.clock());
  }

  /**
   * The decision about one key.
   *
   * @param verdict the verdict
   * @param finding the finding; null if the row is equal
   */
  record KeyVerdict(LogVerdict verdict, @Nullable Finding finding) {
    boolean isAhead() {
      return verdict.kind() == DifferenceKind.AHEAD;
    }
  }

  /**
   * Decides about a key.
   *
   * @param newest the merged changes of the key; null if there are none
   * @param found the target's rows with the key, or its tombstone
   * @param read the part of the log that {@code newest} was made from
   * @param outcomes the offsets that the group had committed before the row was read
   */
  KeyVerdict of(
      LogSuspect key,
      @Nullable Change newest,
      List<TargetRow> found,
      LogExtent read,
      LogExtent outcomes) {
    LogTable table = key.table();
    if (found.size() > 1) {
      LogVerdict several =
          LogVerdict.of(
              DifferenceKind.EXTRA, "the target has " + found.size() + " rows with this key");
      return new KeyVerdict(several, finding(key, several, null, found.get(0)));
    }
    TargetRow row = found.isEmpty() ? null : found.get(0);
    String[] rejectedBy = {null};
    Change enriched =
        newest == null || newest.op() != Change.Op.UPSERT
            ? null
            : enrich.enrich(
                newest, cause -> rejectedBy[0] = cause.reason() + ": " + cause.message());
    Row expected = enriched == null ? null : enriched.row();
    LogVerdict verdict =
        new LogDecision(
                LogDecision.RowComparison.of(table.target().side()),
                table.config.metadata().version())
            .of(new LogState(newest, expected, rejectedBy[0], key.rejected()), row, read, outcomes);
    return new KeyVerdict(
        verdict, verdict.kind() == null ? null : finding(key, verdict, expected, row));
  }

  private Finding finding(
      LogSuspect key, LogVerdict verdict, @Nullable Row expected, @Nullable TargetRow row) {
    List<String> shown =
        expected == null ? List.of() : verdict.columns().stream().filter(expected::has).toList();
    return new Finding(
        key.table().name,
        key.table().from(),
        key.key(),
        verdict.kind() == null ? DifferenceKind.UNDECIDED : verdict.kind(),
        verdict.columns(),
        verdict.detail(),
        null,
        row == null ? null : row.version(),
        key.firstSeen(),
        context.clock().instant(),
        context.settings().showValues() && expected != null && row != null
            ? ShownValues.of(shown, expected, row.values())
            : Map.of());
  }

  /** Returns the time of a first look. */
  Instant now() {
    return context.clock().instant();
  }
}
