package io.portage.enrich;

import io.portage.model.Change;
import io.portage.model.Change.RowLineage;
import io.portage.model.Columns;
import io.portage.model.RejectedChangeException;
import io.portage.model.Row;
import io.portage.model.Version;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps rows with one set of source columns to rows of target columns. Immutable. */
final class TargetRowMapper {
  private static final Object ABSENT = new Object();

  private final ColumnMapper[] steps;
  private final Columns columns;
  private final boolean identity;
  private final boolean lacksTargetColumn;

  private TargetRowMapper(
      ColumnMapper[] steps, Columns columns, boolean identity, boolean lacksTargetColumn) {
    this.steps = steps;
    this.columns = columns;
    this.identity = identity;
    this.lacksTargetColumn = lacksTargetColumn;
  }

  /**
   * Creates a mapper of {@code steps} for rows of {@code source}.
   *
   * @param lacksTargetColumn true if the target lacks the column of a step
   */
  static TargetRowMapper of(Columns source, List<ColumnMapper> steps, boolean lacksTargetColumn) {
    Columns columns = Columns.of(steps.stream().map(ColumnMapper::column).toList());
    boolean identity = columns.equals(source);
    for (int i = 0; i < steps.size(); i++) {
      identity &= steps.get(i).copyOf() == i;
    }
    return new TargetRowMapper(
        steps.toArray(new ColumnMapper[0]), columns, identity, lacksTargetColumn);
  }

  boolean lacksTargetColumn() {
    return lacksTargetColumn;
  }

  /**
   * Returns the change with its target columns. For a delete, columns that fail are left out.
   *
   * @throws RejectedChangeException if a column of an upsert fails
   */
  Change map(Change change, ReferenceSnapshot references, LookupMissCounter misses)
      throws RejectedChangeException {
    if (identity) {
      return change;
    }
    @Nullable Object[] values = new Object[steps.length];
    int absent = 0;
    for (int i = 0; i < steps.length; i++) {
      try {
        values[i] = steps[i].value(change, references, misses);
      } catch (RejectedChangeException e) {
        if (change.op() != Change.Op.DELETE) {
          throw e;
        }
        values[i] = ABSENT;
        absent++;
      }
    }
    return absent > 0
        ? without(absent, values, change)
        : change.withRow(Row.of(columns, values), mappedLineage(change.lineage(), steps));
  }

  private Change without(int absent, @Nullable Object[] values, Change change) {
    ColumnMapper[] present = new ColumnMapper[steps.length - absent];
    @Nullable Object[] kept = new Object[present.length];
    int at = 0;
    for (int i = 0; i < steps.length; i++) {
      if (values[i] != ABSENT) {
        present[at] = steps[i];
        kept[at++] = values[i];
      }
    }
    Columns names = Columns.of(Arrays.stream(present).map(ColumnMapper::column).toList());
    return change.withRow(Row.of(names, kept), mappedLineage(change.lineage(), present));
  }

  private static RowLineage mappedLineage(RowLineage lineage, ColumnMapper[] steps) {
    if (lineage.columns() == null) {
      return lineage;
    }
    Version[] versions = new Version[steps.length];
    for (int i = 0; i < steps.length; i++) {
      versions[i] = steps[i].version(lineage);
    }
    return new RowLineage(
        lineage.version(),
        lineage.fullRowVersion(),
        lineage.lastDelete(),
        lineage.previousDelete(),
        versions);
  }
}
