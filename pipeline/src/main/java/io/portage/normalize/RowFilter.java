package io.portage.normalize;

import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.event.Image;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table's {@code where}, over the source's columns. */
final class RowFilter {
  private final Expression where;
  private final Set<String> inputs;

  RowFilter(Expression where) {
    this.where = where;
    this.inputs = Set.copyOf(where.inputs());
  }

  /** Whether the row is to be in the target; {@code plan} is of its columns. */
  boolean passes(Image image, SourceRowMapper plan) throws RejectedChangeException {
    for (String lacking : image.unavailable()) {
      if (where.readsWholeRow() || inputs.contains(lacking)) {
        throw RejectedChangeException.inColumn(
            Reason.EXPRESSION_FAILED,
            lacking,
            "where: the event lacks the value of the column "
                + lacking
                + ", which PostgreSQL leaves out of an update where it is large and unchanged; with"
                + " ALTER TABLE ... REPLICA IDENTITY FULL at the source it comes with every"
                + " update");
      }
    }
    try {
      return where.test(plan.rowForCondition(image.row()));
    } catch (ExpressionException e) {
      throw failed(image, plan, e);
    }
  }

  private RejectedChangeException failed(Image image, SourceRowMapper plan, ExpressionException e) {
    List<String> named = (e.columns().isEmpty() ? inputs : e.columns()).stream().sorted().toList();
    @Nullable String column =
        named.stream().filter(name -> !image.row().has(name)).findFirst().orElse(null);
    StringBuilder message = new StringBuilder("where: ").append(e.getMessage());
    if (column == null) {
      for (String name : named) {
        String advice = plan.advice(image.row(), name, image.typed());
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

  /** Whether the row surely was not in the target: all columns are told, and it fails. */
  boolean definitelyFails(Image before, SourceRowMapper plan) {
    boolean told = where.readsWholeRow() ? before.isWhole() : hasAllInputs(before);
    if (!told) {
      return false;
    }
    try {
      return !where.test(plan.rowForCondition(before.row()));
    } catch (ExpressionException e) {
      // Nobody knows whether the row was written, so the caller takes it for written.
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
