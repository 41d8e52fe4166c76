package io.portage.normalize;

import io.portage.config.TableConfig;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.model.Columns;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import io.portage.model.event.SourceKey;
import io.portage.model.event.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tells by which key a row was there before a change.
 *
 * <p>Where {@code before} images hold only the source's key ({@code before: key}), their other
 * values are made up, and the record's own key tells which columns those are: what it does not tell
 * is not known. Not thread-safe.
 */
final class OldKeyReader {
  private static final String HELP =
      "; where the source sends whole rows (REPLICA IDENTITY FULL), set before: whole";

  private final TableConfig config;
  private final TargetTableCache target;
  private final Format format;

  OldKeyReader(TableConfig config, TargetTableCache target, Format format) {
    this.config = config;
    this.target = target;
    this.format = format;
  }

  /** The key of the row that a delete is about. */
  Row ofDelete(DecodedRecord event) throws RejectedChangeException {
    Image before = event.envelope().before();
    if (before != null && config.before() == BeforeImage.WHOLE) {
      return target.plan(before).key(before.row());
    }
    SourceKey told = knownOldKey(event.record());
    Row columns = columns(told, before);
    for (String name : config.key()) {
      if (columns.get(name) == null) {
        throw missingKey(name, told, before != null);
      }
    }
    return target.plan(columns.columns(), told.typed()).key(columns);
  }

  /** A bare value is that of a key's only column, unless {@code before} shows another there. */
  private Row columns(SourceKey told, @Nullable Image before) throws RejectedChangeException {
    if (told.columns() != null) {
      return told.columns();
    }
    if (told.value() == null || config.key().size() > 1) {
      return Row.empty();
    }
    Row bare = Row.of(Columns.of(config.key()), told.value());
    boolean differs =
        before != null
            && before.row().get(config.key().get(0)) != null
            && !isShown(before, bare, told.typed());
    return differs ? Row.empty() : bare;
  }

  /** Whether {@code before} shows this value of the only column of the key. */
  private boolean isShown(Image before, Row bare, boolean typed) throws RejectedChangeException {
    try {
      Row key = target.plan(bare.columns(), typed).key(bare);
      return !target.plan(before).differs(before.row(), key);
    } catch (RejectedChangeException e) {
      if (e.cause().reason() == Reason.DOES_NOT_FIT) {
        return false;
      }
      throw e;
    }
  }

  private static RejectedChangeException missingKey(String name, SourceKey told, boolean image) {
    String problem = told.problem() == null ? "" : " (" + told.problem() + ")";
    return RejectedChangeException.inColumn(
        Reason.MISSING_KEY,
        name,
        image
            ? "the record's key"
                + problem
                + " does not tell the key's column "
                + name
                + ", and what before shows of it may be made up"
                + HELP
            : "the delete has no before image, and the record's key"
                + problem
                + " does not tell the key's column "
                + name);
  }

  /** Whether an update shows that its row had another key than {@code key} before. */
  boolean differs(Image before, Image after, Row key) throws RejectedChangeException {
    SourceRowMapper plan = target.plan(before);
    return !plan.hasSameKey(before.row(), target.plan(after), after.row())
        && plan.differs(before.row(), key);
  }

  /** Whether the key before an update that shows another than {@code key} is known. */
  boolean isKnown(DecodedRecord event, Image before, Row key) throws RejectedChangeException {
    return firstMissing(knownOldKey(event.record()), before, key) == null;
  }

  /** The key before an update that shows another than {@code key}. */
  Row ofUpdate(DecodedRecord event, Image before, Row key) throws RejectedChangeException {
    SourceKey told = knownOldKey(event.record());
    String untold = firstMissing(told, before, key);
    if (untold != null && before.row().get(untold) != null) {
      throw missingKey(untold, told, true);
    }
    return target.plan(before).key(before.row());
  }

  private @Nullable String firstMissing(SourceKey told, Image before, Row key)
      throws RejectedChangeException {
    for (String name : config.key()) {
      Object value = before.row().get(name);
      if (value == null
          || !(config.before() == BeforeImage.WHOLE || determines(told, name, before, key))) {
        return name;
      }
    }
    return null;
  }

  /**
   * A bare value, which may be that of the old key or of the new one, is that of the only column.
   */
  private boolean determines(SourceKey told, String name, Image before, Row key)
      throws RejectedChangeException {
    if (told.columns() != null) {
      return told.columns().has(name);
    }
    if (told.value() == null || config.key().size() > 1) {
      return false;
    }
    Row bare = Row.of(Columns.of(config.key()), told.value());
    return isShown(before, bare, told.typed())
        || !target.plan(bare.columns(), told.typed()).differs(bare, key);
  }

  private SourceKey knownOldKey(SourceRecord raw) {
    return raw.key() == null
        ? SourceKey.none("there is none")
        : format.decodeKey(raw.key(), raw.value());
  }
}
