package io.portage.verify;

import io.portage.config.TableConfig.VersionOrder;
import io.portage.model.Change;
import io.portage.model.Change.Provenance;
import io.portage.model.Change.RowLineage;
import io.portage.model.ChangePart;
import io.portage.model.Columns;
import io.portage.model.Coordinates;
import io.portage.model.OffsetRanges;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.Version;
import io.portage.sink.SinkUnavailableException;
import io.portage.verify.SourceLooks.SnapshotRows;
import io.portage.verify.SourceLooks.SourceLook;
import io.portage.verify.compare.ComparedTarget.TargetRows;
import io.portage.verify.compare.TargetRow;
import io.portage.verify.position.SnapshotBounds;
import io.portage.verify.position.SnapshotBounds.Relation;
import io.portage.verify.repair.RepairedRow;
import io.portage.verify.repair.RepairedRow.RepairOperation;
import io.portage.verify.repair.RepairedRow.RepairOutcome;
import io.portage.verify.repair.RowWriter;
import io.portage.verify.repair.RowWriter.RowWriteResult;
import io.portage.verify.report.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Repairs rows of one target table that a verification has found to differ: reads both sides again,
 * and writes what the source's snapshot has, at a version above the target's row and below every
 * change that the snapshot does not contain. So the write loses against each newer change, whether
 * that has reached the target or not. Not thread-safe.
 */
final class TableRepair {
  /** The number of rows of one snapshot: few, so that it is young when they are written. */
  private static final int BATCH = 100;

  private final VerifyContext context;
  private final Sessions sessions;
  private final TablePair pair;
  private final SourceLooks looks;
  private final Decision decision;
  private final @Nullable RowWriter writer;

  /** The greatest version of the table that a snapshot of this repair contains, or null. */
  private @Nullable Version reported;

  /**
   * @param writer writes the rows; null to plan the writes only
   */
  TableRepair(
      VerifyContext context, Sessions sessions, TablePair pair, @Nullable RowWriter writer) {
    this.context = context;
    this.sessions = sessions;
    this.pair = pair;
    this.looks = new SourceLooks(context, sessions, pair);
    this.decision = new Decision(pair.target(), pair.config());
    this.writer = writer;
  }

  /**
   * Repairs the rows of {@code findings}.
   *
   * @param limit the most rows that are written, or would be
   */
  List<RepairedRow> run(List<Finding> findings, long limit)
      throws SQLException, SinkUnavailableException {
    List<RepairedRow> rows = new ArrayList<>();
    List<Finding> repairable = new ArrayList<>();
    for (Finding finding : findings) {
      String refusal = refusal(finding);
      if (refusal.isEmpty()) {
        repairable.add(finding);
      } else {
        rows.add(row(finding.key(), null, RepairOutcome.REFUSED, null, refusal));
      }
    }
    long left = limit;
    for (int from = 0; from < repairable.size(); from += BATCH) {
      List<Row> keys =
          repairable.subList(from, Math.min(repairable.size(), from + BATCH)).stream()
              .map(Finding::key)
              .toList();
      for (RepairedRow row : batch(keys, left)) {
        left -= isWrite(row) ? 1 : 0;
        rows.add(row);
      }
    }
    return rows;
  }

  private static boolean isWrite(RepairedRow row) {
    return row.outcome() == RepairOutcome.APPLIED || row.outcome() == RepairOutcome.PLANNED;
  }

  /** Returns why a finding is not repaired; empty if it is. */
  private String refusal(Finding finding) {
    if (pair.config().order() != VersionOrder.POSITION) {
      return "only versions that are log positions (order: position) can be placed below newer"
          + " changes";
    }
    if (finding.hasNullInKey()) {
      return "a key column is NULL: the guarded write needs the whole key";
    }
    return switch (finding.kind()) {
      case MISSING, EXTRA, DIFFERS, LOOKUP -> "";
      case DEAD_LETTER -> "a dead letter explains it: replay that";
      case PARKED -> "a parked row explains it: it is written when the row that it needs has come";
      case AHEAD, IN_FLIGHT, OLDER_THAN_LOG, UNDECIDED -> "not known to differ";
    };
  }

  private List<RepairedRow> batch(List<Row> keys, long limit)
      throws SQLException, SinkUnavailableException {
    SnapshotRows snapshot = looks.read(keys);
    Connection connection = sessions.targetLook();
    TargetRows present = pair.compared().read(connection, keys);
    int epoch = Decision.epoch(pair.config(), context.clock().instant());
    present.all().forEach(row -> report(row.version(), snapshot.bounds(), epoch));
    if (reported == null) {
      report(
          pair.target().newestVersion(connection, snapshot.bounds(), epoch),
          snapshot.bounds(),
          epoch);
      connection.rollback();
    }
    List<RepairedRow> rows = new ArrayList<>();
    long left = limit;
    for (Row key : keys) {
      RowKey identity = pair.identity(key);
      List<TargetRow> found = present.of(identity);
      TargetRow target = found.isEmpty() ? null : found.get(0);
      RepairedRow row =
          found.size() > 1
              ? row(
                  key,
                  null,
                  RepairOutcome.REFUSED,
                  null,
                  "the target has " + found.size() + " rows with this key")
              : repair(key, snapshot.of(identity), target, snapshot.bounds(), epoch, left);
      left -= isWrite(row) ? 1 : 0;
      rows.add(row);
    }
    return rows;
  }

  private void report(@Nullable Version version, SnapshotBounds bounds, int epoch) {
    if (version != null
        && !version.isOfSnapshot()
        && version.epoch() == epoch
        && bounds.relationOf(version, epoch) == Relation.SEEN
        && (reported == null || version.isAfter(reported))) {
      reported = version;
    }
  }

  private RepairedRow repair(
      Row key,
      SourceLook source,
      @Nullable TargetRow target,
      SnapshotBounds bounds,
      int epoch,
      long left)
      throws SinkUnavailableException {
    if (!source.unknown().isEmpty()) {
      return row(key, null, RepairOutcome.UNDECIDED, null, source.unknown());
    }
    if (source.sources() > 1) {
      return row(
          key, null, RepairOutcome.REFUSED, null, "several rows of the source have this key");
    }
    if (source.rejected() != null) {
      return row(
          key,
          null,
          RepairOutcome.REFUSED,
          null,
          "the job would reject the source's row: " + source.rejected());
    }
    Suspect.Look look = new Suspect.Look(source.expected(), null, false, target, null);
    if (decision.difference(look).isEqual()) {
      return row(key, null, RepairOutcome.EQUAL, null, "");
    }
    RepairOperation operation =
        source.expected() == null ? RepairOperation.DELETE : RepairOperation.UPSERT;
    Version present = target == null ? null : target.version();
    Optional<Version> version = bounds.healVersion(present, reported, epoch);
    if (version.isEmpty()) {
      return row(
          key,
          operation,
          RepairOutcome.UNDECIDED,
          null,
          "the target's row may be newer than the source's snapshot");
    }
    if (left <= 0) {
      return row(key, operation, RepairOutcome.LIMIT, null, "");
    }
    if (writer == null) {
      return row(key, operation, RepairOutcome.PLANNED, version.get(), "");
    }
    RowWriteResult result = writer.write(change(key, source.expected(), version.get()));
    return row(key, operation, result.outcome(), version.get(), result.detail());
  }

  private Change change(Row key, @Nullable Row expected, Version version) {
    long now = context.clock().millis();
    Provenance provenance =
        new Provenance(
            new Coordinates("repair", 0, 0), ChangePart.WHOLE, now, now, 0, OffsetRanges.none(), 1);
    return expected == null
        ? new Change(
            pair.name(),
            Change.Op.DELETE,
            key,
            Row.of(Columns.of()),
            RowLineage.delete(version, false),
            provenance,
            null)
        : new Change(
            pair.name(),
            Change.Op.UPSERT,
            key,
            expected,
            RowLineage.fullRow(version),
            provenance,
            null);
  }

  private RepairedRow row(
      Row key,
      @Nullable RepairOperation operation,
      RepairOutcome outcome,
      @Nullable Version version,
      String detail) {
    return new RepairedRow(pair.name(), key, operation, outcome, version, detail);
  }
}
