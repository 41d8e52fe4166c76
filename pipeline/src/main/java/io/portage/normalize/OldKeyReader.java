package io.portage.normalize;

import io.portage.config.TableConfig;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.model.Columns;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.Row;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import io.portage.model.event.SourceKey;
import io.portage.model.event.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the key that a row had before a change.
 *
 * <p>If {@code before} images contain only the source's key ({@code before: key}), their other
 * values may be placeholders. The record's own key then decides which columns of the image are
 * valid; a key column that it does not contain is unknown. Not thread-safe.
 */
final class OldKeyReader {
  private static final String HELP =
      "; if the source sends full before images (REPLICA IDENTITY FULL), set before: whole";

  private final TableConfig config;
  private final TargetTableCache target;
  private final Format format;

  OldKeyReader(TableConfig config, TargetTableCache target, Format format) {
    this.config = config;
    this.target = target;
    this.format = format;
  }

  /** Returns the key of the row that a delete removes. */
  Row ofDelete(DecodedRecord event) throws RejectedChangeException {
    Image before = event.envelope().before();
    if (before != null && config.before() == BeforeImage.WHOLE) {
      return target.mapper(before).key(before.row());
    }
    SourceKey recordKey = keyOf(event.record());
    Row columns = columns(recordKey, before);
    for (String name : config.key()) {
      if (columns.get(name) == null) {
        throw missingKey(name, recordKey, before != null);
      }
    }
    return target.mapper(columns.columns(), recordKey.typed()).key(columns);
  }

  /**
   * Returns the record key's columns. A single value belongs to a key's only column, unless {@code
   * before} has another value there.
   */
  private Row columns(SourceKey recordKey, @Nullable Image before) throws RejectedChangeException {
    if (recordKey.columns() != null) {
      return recordKey.columns();
    }
    if (recordKey.value() == null || config.key().size() > 1) {
      return Row.empty();
    }
    Row single = Row.of(Columns.of(config.key()), recordKey.value());
    boolean differs =
        before != null
            && before.row().get(config.key().get(0)) != null
            && !isShown(before, single, recordKey.typed());
    return differs ? Row.empty() : single;
  }

  /** Returns true if {@code before} has this value in the only key column. */
  private boolean isShown(Image before, Row single, boolean typed) throws RejectedChangeException {
    try {
      Row key = target.mapper(single.columns(), typed).key(single);
      return !target.mapper(before).differs(before.row(), key);
    } catch (RejectedChangeException e) {
      if (e.cause().reason() == Reason.DOES_NOT_FIT) {
        return false;
      }
      throw e;
    }
  }

  private static RejectedChangeException missingKey(
      String name, SourceKey recordKey, boolean image) {
    String problem = recordKey.problem() == null ? "" : " (" + recordKey.problem() + ")";
    return RejectedChangeException.inColumn(
        Reason.MISSING_KEY,
        name,
        image
            ? "the record's key"
                + problem
                + " does not contain the key column "
                + name
                + ", and its value in the before image may be a placeholder"
                + HELP
            : "the delete has no before image, and the record's key"
                + problem
                + " does not contain the key column "
                + name);
  }

  /** Returns true if the update's before image has a key other than {@code key}. */
  boolean differs(Image before, Image after, Row key) throws RejectedChangeException {
    SourceRowMapper mapper = target.mapper(before);
    return !mapper.hasSameKey(before.row(), target.mapper(after), after.row())
        && mapper.differs(before.row(), key);
  }

  /** Returns true if the old key of a key change to {@code key} is known. */
  boolean isKnown(DecodedRecord event, Image before, Row key) throws RejectedChangeException {
    return firstMissing(keyOf(event.record()), before, key) == null;
  }

  /** Returns the old key of a key change to {@code key}. */
  Row ofUpdate(DecodedRecord event, Image before, Row key) throws RejectedChangeException {
    SourceKey recordKey = keyOf(event.record());
    String missing = firstMissing(recordKey, before, key);
    if (missing != null && before.row().get(missing) != null) {
      throw missingKey(missing, recordKey, true);
    }
    return target.mapper(before).key(before.row());
  }

  private @Nullable String firstMissing(SourceKey recordKey, Image before, Row key)
      throws RejectedChangeException {
    for (String name : config.key()) {
      Object value = before.row().get(name);
      if (value == null
          || !(config.before() == BeforeImage.WHOLE || determines(recordKey, name, before, key))) {
        return name;
      }
    }
    return null;
  }

  /**
   * Returns true if the record's key confirms the column of the before image. A single value, of
   * the old or the new key, belongs to the only key column.
   */
  private boolean determines(SourceKey recordKey, String name, Image before, Row key)
      throws RejectedChangeException {
    if (recordKey.columns() != null) {
      return recordKey.columns().has(name);
    }
    if (recordKey.value() == null || config.key().size() > 1) {
      return false;
    }
    Row single = Row.of(Columns.of(config.key()), recordKey.value());
    return isShown(before, single, recordKey.typed())
        || !target.mapper(single.columns(), recordKey.typed()).differs(single, key);
  }

  private SourceKey keyOf(SourceRecord raw) {
    return raw.key() == null
        ? SourceKey.none("the record has no key")
        : format.decodeKey(raw.key(), raw.value(), raw.headers());
  }
}
