package io.portage.enrich;

import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import io.portage.model.Change;
import io.portage.model.Reason;
import io.portage.model.Version;
import io.portage.target.fitting.ColumnFitter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Computes a column, null where its condition does not hold. */
final class ComputeColumn implements ColumnMapper {
  /** Types of columns for which a text may be written in several ways. */
  private static final Set<String> NO_TEXT =
      Set.of("numeric", "money", "int2", "int4", "int8", "oid", "float4", "float8", "bytea");

  /** Types of columns for which a number may have several units. */
  private static final Set<String> TIMES = Set.of("timestamp", "timestamptz");

  private final String column;
  private final Expression value;
  private final @Nullable Expression when;
  private final int[] inputs;
  private final ColumnFitter fitter;
  private final boolean textIsText;
  private final boolean readsWholeRow;

  /**
   * A step.
   *
   * @param textIsText whether a text is no number and no bytes: the source's values may come
   *     without a schema, and what a text looks like must not decide. A source's column that is
   *     selected as it is has been read by then, as if it were copied
   */
  ComputeColumn(
      String column,
      Expression value,
      @Nullable Expression when,
      int[] inputs,
      ColumnFitter fitter,
      boolean textIsText) {
    this.column = column;
    this.value = value;
    this.when = when;
    this.inputs = inputs;
    this.fitter = fitter;
    this.textIsText = textIsText && value.selected().isEmpty();
    this.readsWholeRow = value.readsWholeRow() || (when != null && when.readsWholeRow());
  }

  @Override
  public String column() {
    return column;
  }

  @Override
  public @Nullable Object value(
      Change change, ReferenceSnapshot references, LookupMissCounter misses)
      throws EnrichmentException {
    if (readsWholeRow && change.isPartial()) {
      throw failed("it reads the whole row, which lacks columns" + ColumnMapper.REPLICA_IDENTITY);
    }
    Object computed;
    try {
      computed = when == null || when.test(change.row()) ? value.evaluate(change.row()) : null;
    } catch (ExpressionException e) {
      throw failed(e.getMessage());
    }
    if (textIsText && computed instanceof String && NO_TEXT.contains(fitter.column().type())) {
      throw new EnrichmentException(
          Reason.DOES_NOT_FIT,
          column,
          "column "
              + column
              + " ("
              + fitter.column().type()
              + "): a computed text, of which nothing tells what it stands for; give the source's"
              + " column as it is (from:, or value: row.name), or convert it, as decimal(...)"
              + " does");
    }
    if (computed instanceof Long && TIMES.contains(fitter.column().type())) {
      throw new EnrichmentException(
          Reason.DOES_NOT_FIT,
          column,
          "column "
              + column
              + " ("
              + fitter.column().type()
              + "): a computed number, whose unit nothing tells; write"
              + " timestamp('1970-01-01T00:00:00Z') + duration(string(n) + 's'), or 'ms', 'us', and"
              + " string(...).replace('Z', '') of it for a column without a zone. What Debezium"
              + " sends is read by the schema part or source.debezium.time where it is given as it"
              + " is (from:, or value: row.name)");
    }
    return ColumnMapper.fit(fitter, computed);
  }

  @Override
  public Version version(Change.RowLineage lineage) {
    if (readsWholeRow || inputs.length == 0) {
      return lineage.version();
    }
    Version newest = lineage.ofColumn(inputs[0]);
    for (int i = 1; i < inputs.length; i++) {
      Version next = lineage.ofColumn(inputs[i]);
      newest = next.isAfter(newest) ? next : newest;
    }
    return newest;
  }

  private EnrichmentException failed(@Nullable String why) {
    return new EnrichmentException(
        Reason.EXPRESSION_FAILED, column, "column " + column + ": " + why);
  }
}
