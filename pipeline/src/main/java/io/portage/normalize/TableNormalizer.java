package io.portage.normalize;

import io.portage.config.TableConfig;
import io.portage.config.TableConfig.Before;
import io.portage.config.TableConfig.Deletes;
import io.portage.config.TableConfig.Missing;
import io.portage.config.TableConfig.Truncate;
import io.portage.model.Change;
import io.portage.model.Change.Life;
import io.portage.model.Change.Op;
import io.portage.model.ChangeEvent;
import io.portage.model.Envelope;
import io.portage.model.Format;
import io.portage.model.Half;
import io.portage.model.Ignored;
import io.portage.model.Image;
import io.portage.model.Origins;
import io.portage.model.RawChange;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.Version;
import org.jspecify.annotations.Nullable;

/** The rules for the events of one table. Not thread-safe. */
final class TableNormalizer {
  private final TableConfig config;
  private final Format format;
  private final OldKey oldKey;
  private final TableTarget target;
  private final Versioning versioning;
  private final @Nullable RowFilter filter;
  private final boolean keepsImageOfDelete;

  TableNormalizer(
      TableConfig config,
      Format format,
      TableTarget target,
      Versioning versioning,
      @Nullable RowFilter filter) {
    this.config = config;
    this.format = format;
    this.oldKey = new OldKey(config, target, format);
    this.target = target;
    this.versioning = versioning;
    this.filter = filter;
    this.keepsImageOfDelete = config.before() == Before.WHOLE && config.deletes() == Deletes.SOFT;
  }

  /** Something that gives one outcome, or throws before it gave any. */
  @FunctionalInterface
  private interface Attempt {
    void run() throws Refusal;
  }

  void normalize(ChangeEvent event, NormalizerOutput out) {
    attempt(event, Half.WHOLE, out, () -> whole(event, out));
  }

  /** Tries, tries once more where the target has been altered, and refuses. */
  private void attempt(ChangeEvent event, Half half, NormalizerOutput out, Attempt attempt) {
    try {
      try {
        attempt.run();
      } catch (Refusal refusal) {
        if (!refusal.dependsOnTarget() || !target.reload()) {
          throw refusal;
        }
        attempt.run();
      }
    } catch (Refusal refusal) {
      out.dead(event, half, refusal.cause());
    }
  }

  private void whole(ChangeEvent event, NormalizerOutput out) throws Refusal {
    Envelope envelope = event.envelope();
    switch (envelope.op()) {
      case "c", "r", "u" -> written(event, out);
      case "d" -> deleted(event, out);
      case "t" -> truncated(event, out);
      case Envelope.NONE ->
          throw Refusal.of(Reason.UNKNOWN_OPERATION, "the event names no operation");
      default ->
          throw Refusal.of(
              Reason.UNKNOWN_OPERATION,
              "the operation is none of c, r, u, d, t, m"
                  + (envelope.op().length() == 1 ? ", but " + envelope.op() : ""));
    }
  }

  private void written(ChangeEvent event, NormalizerOutput out) throws Refusal {
    Image after = event.envelope().after();
    if (after == null) {
      throw Refusal.of(
          Reason.MISSING_IMAGE, "the operation " + event.envelope().op() + " needs an after image");
    }
    RowPlan plan = target.plan(after);
    Row key = plan.key(after.row());
    Version version = versioning.version(event);
    Image before = event.envelope().before();
    if (before != null && event.envelope().op().equals("u") && oldKey.differs(before, after, key)) {
      out.split();
      boolean told = oldKey.isTold(event, before, key);
      Row movedTo = target.isPartial(after) ? key : null;
      attempt(
          event,
          Half.DELETE,
          out,
          () -> {
            Row old = oldKey.ofUpdate(event, before, key);
            Change delete = delete(event, Half.DELETE, old, before, version);
            out.change(movedTo == null ? delete : delete.movingTo(movedTo));
          });
      attempt(
          event,
          Half.UPSERT,
          out,
          () -> upsert(event, Half.UPSERT, after, key, version, told, out));
    } else {
      upsert(event, Half.WHOLE, after, key, version, MovedKey.hasArrived(event), out);
    }
  }

  private void truncated(ChangeEvent event, NormalizerOutput out) throws Refusal {
    if (config.truncate() == Truncate.DEAD_LETTER) {
      throw Refusal.of(Reason.TRUNCATE, "a truncate of " + config.from() + " is not applied");
    }
    Life life = Life.delete(versioning.version(event), false);
    out.change(change(event, Half.WHOLE, Op.TRUNCATE, Row.empty(), Row.empty(), life));
  }

  private void deleted(ChangeEvent event, NormalizerOutput out) throws Refusal {
    Row key = oldKey.ofDelete(event);
    Image before = event.envelope().before();
    Change delete = delete(event, Half.WHOLE, key, before, versioning.version(event));
    Row movedTo = movedTo(event);
    boolean stays = movedTo == null || isSame(movedTo, key);
    out.change(stays ? delete : delete.movingTo(movedTo));
  }

  /** The key that the row goes to; whether what comes there lacks columns cannot be known here. */
  private @Nullable Row movedTo(ChangeEvent event) throws Refusal {
    Image told = MovedKey.read(event.raw(), format, config.key());
    return told == null ? null : target.plan(told).key(told.row());
  }

  private Change delete(
      ChangeEvent event, Half half, Row key, @Nullable Image before, Version version)
      throws Refusal {
    if (before == null || !keepsImageOfDelete) {
      return change(event, half, Op.DELETE, key, Row.empty(), Life.delete(version, false));
    }
    RowPlan plan = target.plan(before);
    Row row = plan.rowOfWhatFits(before.row());
    boolean whole = plan.isWhole(row) && !target.isPartial(before);
    return change(event, half, Op.DELETE, key, row, Life.delete(version, whole));
  }

  private void upsert(
      ChangeEvent event,
      Half half,
      Image after,
      Row key,
      Version version,
      boolean arrived,
      NormalizerOutput out)
      throws Refusal {
    RowPlan plan = target.plan(after);
    if (filter == null || filter.passes(after, plan)) {
      requireNeeded(plan, after);
      Row row = plan.row(after.row());
      Life life = target.isPartial(after) ? partial(arrived, version) : whole(event, version);
      out.change(change(event, half, Op.UPSERT, key, row, life));
    } else if (cannotBeThere(event, filter)) {
      out.ignored(event, half, Ignored.FILTERED);
    } else {
      // The row has left the filter: what the target may hold of it must go.
      out.change(change(event, half, Op.DELETE, key, Row.empty(), Life.delete(version, false)));
    }
  }

  /** Debezium's delete of the old key always moves its row, which this one does not need. */
  private static Life whole(ChangeEvent event, Version version) {
    return MovedKey.hasArrived(event) ? Life.arrivedWhole(version) : Life.whole(version);
  }

  /** What is neither told nor called unknown has gone from the source. */
  private void requireNeeded(RowPlan plan, Image after) throws Refusal {
    if (config.missing() == Missing.KEEP) {
      return;
    }
    for (String name : plan.missing()) {
      if (!after.lacking().contains(name)) {
        throw Refusal.inColumn(
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
  private static Life partial(boolean arrived, Version version) {
    return arrived ? Life.arrived(version) : Life.partial(version);
  }

  private boolean isSame(Row a, Row b) {
    return RowKey.of(config.to(), a).equals(RowKey.of(config.to(), b));
  }

  private boolean cannotBeThere(ChangeEvent event, RowFilter where) throws Refusal {
    Envelope envelope = event.envelope();
    if (!envelope.op().equals("u")) {
      // A row that came from another key may have been moved here as it was.
      return !MovedKey.hasArrived(event);
    }
    Image before = envelope.before();
    return before != null
        && config.before() == Before.WHOLE
        && where.surelyFails(before, target.plan(before));
  }

  private Change change(ChangeEvent event, Half half, Op op, Row key, Row row, Life life) {
    RawChange raw = event.raw();
    return new Change(
        config.to(),
        op,
        key,
        row,
        life,
        raw.at(),
        half,
        Versioning.changeTime(event),
        raw.kafkaTime(),
        raw.lateness(),
        Origins.of(raw.interval(half)),
        1);
  }
}
