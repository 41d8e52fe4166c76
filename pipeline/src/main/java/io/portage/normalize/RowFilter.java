package io.portage.normalize;

import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.event.Image;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table's {@code where} condition over the source's columns. */
final class RowFilter {
  private final Expression where;
  private final Set<String> inputs;

  RowFilter(Expression where) {
    this.where = where;
    this.inputs = Set.copyOf(where.inputs());
  }

  /** Returns the source columns that the condition reads. */
  Set<String> inputs() {
    return inputs;
  }

  /** Returns true if the row belongs in the target; {@code mapper} is that of its columns. */
  boolean passes(Image image, SourceRowMapper mapper) throws RejectedChangeException {
    for (String unavailable : image.unavailable()) {
      if (where.readsWholeRow() || inputs.contains(unavailable)) {
        throw RejectedChangeException.inColumn(
            Reason.EXPRESSION_FAILED,
            unavailable,
            "where: the event has no value for the column "
                + unavailable
                + "; PostgreSQL omits a large unchanged value from an update. With"
                + " ALTER TABLE ... REPLICA IDENTITY FULL at the source, every update"
                + " contains it");
      }
    }
    try {
      return where.test(mapper.rowForCondition(image.row()));
    } catch (ExpressionException e) {
      throw failed(image, mapper, e);
    }
  }

  private RejectedChangeException failed(
      Image image, SourceRowMapper mapper, ExpressionException e) {
    List<String> read = (e.columns().isEmpty() ? inputs : e.columns()).stream().sorted().toList();
    @Nullable String column =
        read.stream().filter(name -> !image.row().has(name)).findFirst().orElse(null);
    StringBuilder message = new StringBuilder("where: ").append(e.getMessage());
    if (column == null) {
      for (String name : read) {
        String advice = mapper.advice(image.row(), name, image.typed());
        if (advice != null) {
          column = column == null ? name : column;
          message.append("; ").append(advice);
        }
      }
    }
    return new RejectedChangeException(
        new FailureCause(
            Reason.EXPRESSION_FAILED, message.toString(), column, e.getClass().getName(), null));
  }

  /**
   * Returns true only if the row was certainly not in the target: all columns that the condition
   * reads are present, and it is false.
   */
  boolean definitelyFails(Image before, SourceRowMapper mapper) {
    boolean complete = where.readsWholeRow() ? before.isWhole() : hasAllInputs(before);
    if (!complete) {
      return false;
    }
    try {
      return !where.test(mapper.rowForCondition(before.row()));
    } catch (ExpressionException e) {
      // The row may have been written, so the caller must treat it as written.
      return false;
    }
  }

  private boolean hasAllInputs(Image image) {
    for (String input : inputs) {
      if (!image.row().has(input)) {
        return false;
      }
    }
    return true;
  }
}
