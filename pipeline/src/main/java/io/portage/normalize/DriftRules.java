package io.portage.normalize;

import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.ColumnDrift.UnknownColumnPolicy;
import io.portage.config.TableConfig;
import io.portage.model.Columns;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.Row;
import io.portage.model.Version;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of the target from after images, by the table's policies for columns that the target
 * or the image lacks. Not thread-safe.
 *
 * <p>An image without a column of the target is from before the source had that column if its
 * version is below that of an image with the column: the one for which a job added the column,
 * which the target's catalog contains, or one that came before it here. It is written without the
 * column.
 */
final class DriftRules {
  private final TableConfig config;
  private final TargetTableCache target;
  private final ColumnAdder adder;
  private final SeenColumns seen = new SeenColumns();
  private final UnknownColumnPolicy policy;

  /** The drift for which the last row was rejected. */
  private @Nullable Drift rejection;

  private record Drift(DriftKind kind, List<String> columns) {}

  DriftRules(TableConfig config, Format format, TargetTableCache target) {
    this.config = config;
    this.target = target;
    this.adder = new ColumnAdder(config, format, target);
    this.policy = config.unknownColumns().policy();
  }

  /**
   * Returns the fitted row of an after image.
   *
   * @param version the event's version
   * @throws RejectedChangeException if a policy, or the target's table, rejects the image
   */
  Row row(DecodedRecord event, Image after, Version version, NormalizerOutput out)
      throws RejectedChangeException {
    rejection = null;
    SourceRowMapper mapper = target.mapper(after);
    List<String> unknown = target.unknown(mapper, after);
    List<String> missing =
        mapper.missing().isEmpty() ? List.of() : missing(mapper, after, version, out);
    if (!missing.isEmpty()) {
      if (config.missingColumns() == MissingColumnPolicy.DEAD_LETTER) {
        rejection = new Drift(DriftKind.MISSING_COLUMN, missing);
        throw SchemaMismatch.missingColumns(config, after.row().columns(), missing, unknown);
      }
      boolean isKept = config.missingColumns() == MissingColumnPolicy.KEEP;
      out.drift(config.to(), isKept ? DriftKind.KEPT_COLUMN : DriftKind.MISSING_COLUMN, missing);
      missing = isKept ? List.of() : missing;
    }
    if (!unknown.isEmpty()) {
      mapper = handleUnknown(event, after, version, unknown, missing, out);
    }
    Row row = mapper.row(after.row());
    if (policy == UnknownColumnPolicy.JSON && !after.isWhole()) {
      row = withoutUnavailableJson(mapper, after, row);
    }
    if (!missing.isEmpty() && config.missingColumns() == MissingColumnPolicy.NULL) {
      row = withNulls(row, missing);
    }
    seen.add(after.row().columns(), version);
    return row;
  }

  /** Reports the drift, if it is one, for which an event is rejected in the end. */
  void rejected(FailureCause cause, NormalizerOutput out) {
    if (rejection != null) {
      out.drift(config.to(), rejection.kind(), rejection.columns());
      rejection = null;
    } else if (cause.reason() == Reason.DOES_NOT_FIT) {
      String column = cause.column();
      out.drift(config.to(), DriftKind.UNFIT_VALUE, column == null ? List.of() : List.of(column));
    }
  }

  private SourceRowMapper handleUnknown(
      DecodedRecord event,
      Image after,
      Version version,
      List<String> unknown,
      List<String> missing,
      NormalizerOutput out)
      throws RejectedChangeException {
    switch (policy) {
      case DEAD_LETTER -> {
        rejection = new Drift(DriftKind.UNKNOWN_COLUMN, unknown);
        throw SchemaMismatch.unknownColumns(config, target.table(), unknown, missing);
      }
      case ADD -> {
        rejection = new Drift(DriftKind.UNKNOWN_COLUMN, unknown);
        adder.add(event.record(), unknown, version);
        rejection = null;
      }
      case IGNORE, JSON -> {
        if (target.reloadSometimes()) {
          return target.mapper(after);
        }
      }
    }
    out.drift(config.to(), DriftKind.UNKNOWN_COLUMN, unknown);
    return target.mapper(after);
  }

  /** Returns the columns that the image should have and neither has nor declares unavailable. */
  private List<String> missing(
      SourceRowMapper mapper, Image after, Version version, NormalizerOutput out)
      throws RejectedChangeException {
    List<String> missing = new ArrayList<>();
    List<String> later = new ArrayList<>();
    for (String name : mapper.missing()) {
      if (!after.unavailable().contains(name)) {
        boolean isOlder =
            config.missingColumns() != MissingColumnPolicy.KEEP
                && (target.isBefore(version, name) || seen.isBefore(version, name));
        (isOlder ? later : missing).add(name);
      }
    }
    if (!later.isEmpty()) {
      out.drift(config.to(), DriftKind.OLDER_COLUMNS, later);
    }
    return missing;
  }

  /**
   * Returns the row without the object of unknown columns if the event has no value for any of
   * them.
   */
  private Row withoutUnavailableJson(SourceRowMapper mapper, Image after, Row row)
      throws RejectedChangeException {
    List<String> unavailable = target.unavailableUnknown(after);
    String json = config.unknownColumns().jsonColumn();
    if (unavailable.isEmpty() || json == null) {
      return row;
    }
    if (!mapper.unknown().isEmpty()) {
      throw SchemaMismatch.incompleteJson(json, unavailable.get(0));
    }
    List<String> names = row.columns().names();
    @Nullable Object[] values = row.toMap().values().toArray();
    return Row.of(
        Columns.of(names.subList(0, names.size() - 1)), Arrays.copyOf(values, names.size() - 1));
  }

  private Row withNulls(Row row, List<String> missing) throws RejectedChangeException {
    List<String> names = new ArrayList<>(row.columns().names());
    List<@Nullable Object> values = new ArrayList<>(row.toMap().values());
    for (String name : missing) {
      target.requireNullable(name);
      names.add(name);
      values.add(null);
    }
    return Row.of(Columns.of(names), values.toArray());
  }
}
