package io.portage.normalize;

import io.portage.config.TableConfig;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TableConfig.MissingColumnPolicy;
import io.portage.config.TableConfig.TruncatePolicy;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.ChangePart;
import io.portage.model.OffsetRanges;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.Version;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.IgnoreReason;
import io.portage.model.event.Image;
import io.portage.model.event.SourceRecord;
import org.jspecify.annotations.Nullable;

/** The rules for the events of one table. Not thread-safe. */
final class TableNormalizer {
  private final TableConfig config;
  private final Format format;
  private final OldKeyReader oldKey;
  private final TargetTableCache target;
  private final VersionExtractor versioning;
  private final @Nullable RowFilter filter;
  private final boolean keepsImageOfDelete;

  TableNormalizer(
      TableConfig config,
      Format format,
      TargetTableCache target,
      VersionExtractor versioning,
      @Nullable RowFilter filter) {
    this.config = config;
    this.format = format;
    this.oldKey = new OldKeyReader(config, target, format);
    this.target = target;
    this.versioning = versioning;
    this.filter = filter;
    this.keepsImageOfDelete =
        config.before() == BeforeImage.WHOLE && config.deletes() == DeleteMode.SOFT;
  }

  /** Something that gives one outcome, or throws before it gave any. */
  @FunctionalInterface
  private interface NormalizeAttempt {
    void run() throws RejectedChangeException;
  }

  void normalize(DecodedRecord event, NormalizerOutput out) {
    attempt(event, ChangePart.WHOLE, out, () -> normalizeRecord(event, out));
  }

  /** Tries, tries once more where the target has been altered, and refuses. */
  private void attempt(
      DecodedRecord event, ChangePart changePart, NormalizerOutput out, NormalizeAttempt attempt) {
    try {
      try {
        attempt.run();
      } catch (RejectedChangeException rejectedChangeException) {
        if (!rejectedChangeException.dependsOnTarget() || !target.reload()) {
          throw rejectedChangeException;
        }
        attempt.run();
      }
    } catch (RejectedChangeException rejectedChangeException) {
      out.dead(event, changePart, rejectedChangeException.cause());
    }
  }

  private void normalizeRecord(DecodedRecord event, NormalizerOutput out)
      throws RejectedChangeException {
    Envelope envelope = event.envelope();
    switch (envelope.op()) {
      case "c", "r", "u" -> normalizeUpsert(event, out);
      case "d" -> deleted(event, out);
      case "t" -> truncated(event, out);
      case Envelope.NONE ->
          throw RejectedChangeException.of(
              Reason.UNKNOWN_OPERATION, "the event names no operation");
      default ->
          throw RejectedChangeException.of(
              Reason.UNKNOWN_OPERATION,
              "the operation is none of c, r, u, d, t, m"
                  + (envelope.op().length() == 1 ? ", but " + envelope.op() : ""));
    }
  }

  private void normalizeUpsert(DecodedRecord event, NormalizerOutput out)
      throws RejectedChangeException {
    Image after = event.envelope().after();
    if (after == null) {
      throw RejectedChangeException.of(
          Reason.MISSING_IMAGE, "the operation " + event.envelope().op() + " needs an after image");
    }
    SourceRowMapper plan = target.plan(after);
    Row key = plan.key(after.row());
    Version version = versioning.version(event);
    Image before = event.envelope().before();
    if (before != null && event.envelope().op().equals("u") && oldKey.differs(before, after, key)) {
      out.split();
      boolean told = oldKey.isKnown(event, before, key);
      Row movedTo = target.isPartial(after) ? key : null;
      attempt(
          event,
          ChangePart.DELETE,
          out,
          () -> {
            Row old = oldKey.ofUpdate(event, before, key);
            Change delete = delete(event, ChangePart.DELETE, old, before, version);
            out.change(movedTo == null ? delete : delete.withNewKey(movedTo));
          });
      attempt(
          event,
          ChangePart.UPSERT,
          out,
          () -> upsert(event, ChangePart.UPSERT, after, key, version, told, out));
    } else {
      upsert(event, ChangePart.WHOLE, after, key, version, KeyChangeHeaders.hasArrived(event), out);
    }
  }

  private void truncated(DecodedRecord event, NormalizerOutput out) throws RejectedChangeException {
    if (config.truncate() == TruncatePolicy.DEAD_LETTER) {
      throw RejectedChangeException.of(
          Reason.TRUNCATE, "a truncate of " + config.from() + " is not applied");
    }
    RowLineage lineage = RowLineage.delete(versioning.version(event), false);
    out.change(change(event, ChangePart.WHOLE, Op.TRUNCATE, Row.empty(), Row.empty(), lineage));
  }

  private void deleted(DecodedRecord event, NormalizerOutput out) throws RejectedChangeException {
    Row key = oldKey.ofDelete(event);
    Image before = event.envelope().before();
    Change delete = delete(event, ChangePart.WHOLE, key, before, versioning.version(event));
    Row movedTo = movedTo(event);
    boolean stays = movedTo == null || isSame(movedTo, key);
    out.change(stays ? delete : delete.withNewKey(movedTo));
  }

  /** The key that the row goes to; whether what comes there lacks columns cannot be known here. */
  private @Nullable Row movedTo(DecodedRecord event) throws RejectedChangeException {
    Image told = KeyChangeHeaders.read(event.record(), format, config.key());
    return told == null ? null : target.plan(told).key(told.row());
  }

  private Change delete(
      DecodedRecord event, ChangePart changePart, Row key, @Nullable Image before, Version version)
      throws RejectedChangeException {
    if (before == null || !keepsImageOfDelete) {
      return change(
          event, changePart, Op.DELETE, key, Row.empty(), RowLineage.delete(version, false));
    }
    SourceRowMapper plan = target.plan(before);
    Row row = plan.fittingColumnsOf(before.row());
    boolean whole = plan.isWhole(row) && !target.isPartial(before);
    return change(event, changePart, Op.DELETE, key, row, RowLineage.delete(version, whole));
  }

  private void upsert(
      DecodedRecord event,
      ChangePart changePart,
      Image after,
      Row key,
      Version version,
      boolean arrived,
      NormalizerOutput out)
      throws RejectedChangeException {
    SourceRowMapper plan = target.plan(after);
    if (filter == null || filter.passes(after, plan)) {
      requireNeeded(plan, after);
      Row row = plan.row(after.row());
      RowLineage lineage =
          target.isPartial(after) ? partial(arrived, version) : whole(event, version);
      out.change(change(event, changePart, Op.UPSERT, key, row, lineage));
    } else if (isProvenAbsent(event, filter)) {
      out.ignored(event, changePart, IgnoreReason.FILTERED);
    } else {
      // The row has left the filter: what the target may hold of it must go.
      out.change(
          change(
              event, changePart, Op.DELETE, key, Row.empty(), RowLineage.delete(version, false)));
    }
  }

  /** Debezium's delete of the old key always moves its row, which this one does not need. */
  private static RowLineage whole(DecodedRecord event, Version version) {
    return KeyChangeHeaders.hasArrived(event)
        ? RowLineage.fullRowMovedHere(version)
        : RowLineage.fullRow(version);
  }

  /** What is neither told nor called unknown has gone from the source. */
  private void requireNeeded(SourceRowMapper plan, Image after) throws RejectedChangeException {
    if (config.missing() == MissingColumnPolicy.KEEP) {
      return;
    }
    for (String name : plan.missing()) {
      if (!after.unavailable().contains(name)) {
        throw RejectedChangeException.inColumn(
            Reason.SCHEMA_MISMATCH,
            name,
            config.columns() == null
                ? "the message has no column "
                    + name
                    + ", which "
                    + config.to()
                    + " has; it has: "
                    + after.row().columns().shown()
                    + ". List what is to be written in tables[].columns, or set tables[].missing:"
                    + " keep to leave the column as it is"
                : "the message has no source column "
                    + name
                    + ", which tables[].columns names; it has: "
                    + after.row().columns().shown()
                    + ". Mend the name there, or set tables[].missing: keep to leave what is made"
                    + " of it as it is");
      }
    }
  }

  /** A row that has arrived from another key completes itself from what was moved with it. */
  private static RowLineage partial(boolean arrived, Version version) {
    return arrived ? RowLineage.partialRowMovedHere(version) : RowLineage.partialRow(version);
  }

  private boolean isSame(Row a, Row b) {
    return RowKey.of(config.to(), a).equals(RowKey.of(config.to(), b));
  }

  private boolean isProvenAbsent(DecodedRecord event, RowFilter where)
      throws RejectedChangeException {
    Envelope envelope = event.envelope();
    if (!envelope.op().equals("u")) {
      // A row that came from another key may have been moved here as it was.
      return !KeyChangeHeaders.hasArrived(event);
    }
    Image before = envelope.before();
    return before != null
        && config.before() == BeforeImage.WHOLE
        && where.definitelyFails(before, target.plan(before));
  }

  private Change change(
      DecodedRecord event, ChangePart changePart, Op op, Row key, Row row, RowLineage lineage) {
    SourceRecord raw = event.record();
    return new Change(
        config.to(),
        op,
        key,
        row,
        lineage,
        raw.coordinates(),
        changePart,
        VersionExtractor.changeTime(event),
        raw.kafkaTime(),
        raw.lateness(),
        OffsetRanges.of(raw.range(changePart)),
        1);
  }
}
