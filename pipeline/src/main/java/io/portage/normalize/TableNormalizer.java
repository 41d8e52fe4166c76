package io.portage.normalize;

import io.portage.config.TableConfig;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TableConfig.TruncatePolicy;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.Provenance;
import io.portage.model.Change.RowLineage;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.Version;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.IgnoreReason;
import io.portage.model.event.Image;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Normalizes the events of one table. Not thread-safe. */
final class TableNormalizer {
  private final TableConfig config;
  private final Format format;
  private final OldKeyReader oldKey;
  private final TargetTableCache target;
  private final DriftRules drift;
  private final VersionExtractor versioning;
  private final @Nullable RowFilter filter;
  private final boolean keepsImageOfDelete;
  private final AddedValues added;
  private final boolean appends;
  private final List<String> sourceKey;

  /** The rows of the record that is being normalized; null if it has not several. */
  private @Nullable RecordRows recordRows;

  TableNormalizer(
      TableConfig config,
      Format format,
      TargetTableCache target,
      VersionExtractor versioning,
      @Nullable RowFilter filter) {
    this.config = config;
    this.format = format;
    this.added = new AddedValues(config);
    this.appends = config.appends();
    this.sourceKey =
        config.key().stream().filter(name -> !config.route().added().containsKey(name)).toList();
    this.oldKey = new OldKeyReader(config, target, format, added);
    this.target = target;
    this.drift = new DriftRules(config, format, target);
    this.versioning = versioning;
    this.filter = filter;
    this.keepsImageOfDelete =
        config.before() == BeforeImage.WHOLE && config.deletes() == DeleteMode.SOFT;
  }

  /** Produces one result, or throws before it produced one. */
  @FunctionalInterface
  private interface NormalizeAttempt {
    void run() throws RejectedChangeException;
  }

  void normalize(DecodedRecord event, NormalizerOutput out) {
    List<Envelope> rows = event.envelope().rows();
    if (rows.isEmpty()) {
      normalizeRow(event, out);
      return;
    }
    List<DecodedRecord> changes = event.changes();
    if (changes.isEmpty()) {
      attempt(
          event,
          event.part(),
          out,
          () -> {
            throw RejectedChangeException.of(
                Reason.MALFORMED,
                "the record has " + rows.size() + " rows, and none with the number of this one");
          });
      return;
    }
    for (int i = 1; i < changes.size(); i++) {
      out.split();
    }
    recordRows = RecordRows.of(event, format, sourceKey);
    try {
      changes.forEach(row -> normalizeRow(row, out));
    } finally {
      recordRows = null;
    }
  }

  /** Returns the version of one part of a record: earlier changes of a key have lower ones. */
  private Version inOrder(Version version, ChangePart part) {
    return recordRows == null ? version : recordRows.version(version, part);
  }

  private void normalizeRow(DecodedRecord event, NormalizerOutput out) {
    DecodedRecord whole = added.addTo(event);
    attempt(
        whole,
        event.part(),
        out,
        () -> {
          Envelope.Fault fault = event.envelope().fault();
          if (fault != null) {
            throw new RejectedChangeException(
                new FailureCause(Reason.MALFORMED, fault.problem(), fault.column(), null, null));
          }
          added.check(event.envelope());
          normalizeRecord(whole, out);
        });
  }

  /**
   * Runs the attempt, once more if the target's table has changed, and rejects the event if it
   * fails.
   */
  private void attempt(
      DecodedRecord event, ChangePart changePart, NormalizerOutput out, NormalizeAttempt attempt) {
    try {
      try {
        attempt.run();
      } catch (RejectedChangeException rejected) {
        if (!rejected.dependsOnTarget() || !target.reload()) {
          throw rejected;
        }
        attempt.run();
      }
    } catch (RejectedChangeException rejected) {
      drift.rejected(rejected.cause(), out);
      out.deadOf(config.to());
      out.dead(recordRows == null ? event : recordRows.alone(event), changePart, rejected.cause());
    }
  }

  private void normalizeRecord(DecodedRecord event, NormalizerOutput out)
      throws RejectedChangeException {
    Envelope envelope = event.envelope();
    switch (envelope.op()) {
      case "c", "r", "u" -> normalizeUpsert(event, out);
      case "d" -> normalizeDelete(event, out);
      case "t" -> normalizeTruncate(event, out);
      case Envelope.NONE ->
          throw RejectedChangeException.of(
              Reason.UNKNOWN_OPERATION,
              "the event has no operation"
                  + (envelope.hint() == null ? "" : ": " + envelope.hint()));
      default ->
          throw RejectedChangeException.of(
              Reason.UNKNOWN_OPERATION,
              "the operation is not one of c, r, u, d, t, m"
                  + (envelope.op().length() == 1 ? ": " + envelope.op() : ""));
    }
  }

  private void normalizeUpsert(DecodedRecord event, NormalizerOutput out)
      throws RejectedChangeException {
    Image after = event.envelope().after();
    if (after == null) {
      throw RejectedChangeException.of(
          Reason.MISSING_IMAGE, "the operation " + event.envelope().op() + " needs an after image");
    }
    if (appends && event.envelope().op().equals("u")) {
      throw changedWithoutKey("an update");
    }
    SourceRowMapper mapper = target.mapper(after);
    Row key = mapper.key(after.row());
    Version version = versioning.version(event, out);
    ChangePart part = event.part();
    Image before = event.envelope().before();
    if (before != null && event.envelope().op().equals("u") && oldKey.differs(before, after, key)) {
      out.split();
      boolean oldKeyKnown = oldKey.isKnown(event, before, key);
      Row movedTo = target.isPartial(after) ? key : null;
      attempt(
          event,
          part.delete(),
          out,
          () -> {
            Row old = oldKey.ofUpdate(event, before, key);
            Change delete = delete(event, part.delete(), old, before, version);
            out.change(movedTo == null ? delete : delete.withNewKey(movedTo));
          });
      attempt(
          event,
          part.upsert(),
          out,
          () -> upsert(event, part.upsert(), after, key, version, oldKeyKnown, out));
    } else {
      upsert(event, part, after, key, version, KeyChangeHeaders.hasArrived(event), out);
    }
  }

  private static RejectedChangeException changedWithoutKey(String change) {
    return RejectedChangeException.of(
        Reason.MISSING_KEY,
        change
            + " does not say which row it changes, since the table's key is that of the"
            + " record (its offset); if the source sends full before images (REPLICA IDENTITY FULL), list"
            + " the columns that identify a row in tables[].key, and set before: whole");
  }

  private void normalizeTruncate(DecodedRecord event, NormalizerOutput out)
      throws RejectedChangeException {
    if (config.truncate() == TruncatePolicy.DEAD_LETTER) {
      throw RejectedChangeException.of(
          Reason.TRUNCATE, "a truncate of " + config.from() + " is not applied");
    }
    RowLineage lineage = RowLineage.delete(versioning.version(event, out), false);
    out.change(change(event, event.part(), Op.TRUNCATE, Row.empty(), Row.empty(), lineage));
  }

  private void normalizeDelete(DecodedRecord event, NormalizerOutput out)
      throws RejectedChangeException {
    if (appends) {
      throw changedWithoutKey("a delete");
    }
    Row key = oldKey.ofDelete(event);
    Image before = event.envelope().before();
    Change delete = delete(event, event.part(), key, before, versioning.version(event, out));
    Row movedTo = movedTo(event);
    out.change(movedTo == null || isSame(movedTo, key) ? delete : delete.withNewKey(movedTo));
  }

  /**
   * Returns the new key of the row, or null. Here it is unknown if the row created there is
   * partial.
   */
  private @Nullable Row movedTo(DecodedRecord event) throws RejectedChangeException {
    Image newKey = added.addTo(KeyChangeHeaders.read(event.record(), format, sourceKey), event);
    return newKey == null ? null : target.mapper(newKey).key(newKey.row());
  }

  private Change delete(
      DecodedRecord event, ChangePart changePart, Row key, @Nullable Image before, Version ofRecord)
      throws RejectedChangeException {
    Version version = inOrder(ofRecord, changePart);
    if (before == null || !keepsImageOfDelete) {
      return change(
          event, changePart, Op.DELETE, key, Row.empty(), RowLineage.delete(version, false));
    }
    SourceRowMapper mapper = target.mapper(before);
    Row row = mapper.fittingColumnsOf(before.row());
    boolean whole = mapper.isWhole(row) && !target.isPartial(before);
    return change(event, changePart, Op.DELETE, key, row, RowLineage.delete(version, whole));
  }

  private void upsert(
      DecodedRecord event,
      ChangePart changePart,
      Image after,
      Row key,
      Version ofRecord,
      boolean movedHere,
      NormalizerOutput out)
      throws RejectedChangeException {
    Version version = inOrder(ofRecord, changePart);
    SourceRowMapper mapper = target.mapper(after);
    if (filter == null || filter.passes(after, mapper)) {
      Row row = drift.row(event, after, version, out);
      RowLineage lineage =
          target.isPartial(after) ? partial(movedHere, version) : whole(event, version);
      out.change(change(event, changePart, Op.UPSERT, key, row, lineage));
    } else if (isProvenAbsent(event, filter)) {
      out.ignored(event, changePart, IgnoreReason.FILTERED);
    } else {
      // The row no longer passes the filter: delete it from the target, which may have it.
      out.change(
          change(
              event, changePart, Op.DELETE, key, Row.empty(), RowLineage.delete(version, false)));
    }
  }

  /**
   * Returns the lineage of a full row. Debezium's delete of the old key always moves its row; a
   * full row does not use it.
   */
  private static RowLineage whole(DecodedRecord event, Version version) {
    return KeyChangeHeaders.hasArrived(event)
        ? RowLineage.fullRowMovedHere(version)
        : RowLineage.fullRow(version);
  }

  /**
   * Returns the lineage of a partial row. A row moved here from another key is completed from the
   * old row that was moved with it.
   */
  private static RowLineage partial(boolean movedHere, Version version) {
    return movedHere ? RowLineage.partialRowMovedHere(version) : RowLineage.partialRow(version);
  }

  private boolean isSame(Row a, Row b) {
    return RowKey.of(config.to(), a).equals(RowKey.of(config.to(), b));
  }

  private boolean isProvenAbsent(DecodedRecord event, RowFilter where)
      throws RejectedChangeException {
    Envelope envelope = event.envelope();
    if (!envelope.op().equals("u")) {
      // The old row of a key change may have been moved here unchanged.
      return !KeyChangeHeaders.hasArrived(event);
    }
    Image before = envelope.before();
    return before != null
        && config.before() == BeforeImage.WHOLE
        && where.definitelyFails(before, target.mapper(before));
  }

  private Change change(
      DecodedRecord event, ChangePart changePart, Op op, Row key, Row row, RowLineage lineage) {
    Provenance provenance =
        Provenance.of(event.record(), changePart, VersionExtractor.changeTime(event));
    return new Change(config.to(), op, key, row, lineage, provenance, null);
  }
}
