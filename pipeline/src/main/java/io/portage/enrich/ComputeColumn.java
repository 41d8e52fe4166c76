package io.portage.enrich;

import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import io.portage.model.Change;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.Version;
import io.portage.target.TypeFamily;
import io.portage.target.fitting.ColumnFitter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Computes a column by an expression; the value is null if the condition is false. */
final class ComputeColumn implements ColumnMapper {
  /** Column types that a text can encode in several ways. */
  private static final Set<TypeFamily> NO_TEXT =
      Set.of(
          TypeFamily.DECIMAL,
          TypeFamily.MONEY,
          TypeFamily.INTEGER,
          TypeFamily.FLOAT,
          TypeFamily.BYTES);

  /** Column types for which a number can have several units. */
  private static final Set<TypeFamily> TIMES = Set.of(TypeFamily.TIMESTAMP, TypeFamily.INSTANT);

  private final String column;
  private final Expression value;
  private final @Nullable Expression when;
  private final int[] inputs;
  private final ColumnFitter fitter;
  private final boolean textIsText;
  private final boolean readsWholeRow;

  /**
   * Creates a mapper.
   *
   * @param textIsText true if a computed text must not be read as a number or as bytes, because the
   *     source's values may come without a schema and the look of a text must not decide. A source
   *     column that the expression selects unchanged is exempt: it was fitted already, as a copied
   *     column is
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
      throws RejectedChangeException {
    if (readsWholeRow && change.isPartial()) {
      throw failed("reads the whole row, which lacks columns" + ColumnMapper.REPLICA_IDENTITY);
    }
    Object computed;
    try {
      computed = when == null || when.test(change.row()) ? value.evaluate(change.row()) : null;
    } catch (ExpressionException e) {
      throw failed(e.getMessage());
    }
    if (textIsText && computed instanceof String && NO_TEXT.contains(fitter.column().family())) {
      throw RejectedChangeException.inColumn(
          Reason.DOES_NOT_FIT,
          column,
          "column "
              + column
              + " ("
              + fitter.column().type()
              + "): the meaning of a computed text is unknown for this type; use the source column"
              + " unchanged (from:, or value: row.name), or convert the text, for example with"
              + " decimal(...)");
    }
    if (computed instanceof Long && TIMES.contains(fitter.column().family())) {
      throw RejectedChangeException.inColumn(
          Reason.DOES_NOT_FIT,
          column,
          "column "
              + column
              + " ("
              + fitter.column().type()
              + "): the unit of a computed number is unknown; write"
              + " timestamp('1970-01-01T00:00:00Z') + duration(string(n) + 's'), or 'ms', 'us', and"
              + " string(...).replace('Z', '') around it for a column without a zone. A source"
              + " column that is used unchanged (from:, or value: row.name) has the type"
              + " that the format gives it");
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

  private RejectedChangeException failed(@Nullable String why) {
    return RejectedChangeException.inColumn(
        Reason.EXPRESSION_FAILED, column, "column " + column + ": " + why);
  }
}
