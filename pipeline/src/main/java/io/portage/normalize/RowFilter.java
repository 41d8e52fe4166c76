package io.portage.normalize;

import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Image;
import io.portage.model.Reason;
import java.util.Set;

/** The table's {@code where}, over the source's columns. */
final class RowFilter {
  private final Expression where;
  private final Set<String> inputs;

  RowFilter(Expression where) {
    this.where = where;
    this.inputs = Set.copyOf(where.inputs());
  }

  /** Whether the row is to be in the target. */
  boolean passes(Image image) throws Refusal {
    for (String lacking : image.lacking()) {
      if (where.readsWholeRow() || inputs.contains(lacking)) {
        throw Refusal.inColumn(
            Reason.EXPRESSION_FAILED, lacking, "where: the event lacks the column " + lacking);
      }
    }
    try {
      return where.test(image.row());
    } catch (ExpressionException e) {
      throw new Refusal(
          new Cause(
              Reason.EXPRESSION_FAILED,
              "where: " + e.getMessage(),
              null,
              e.getClass().getName(),
              null));
    }
  }

  /** Whether the row surely was not in the target: all columns are told, and it fails. */
  boolean surelyFails(Image before) {
    boolean told = where.readsWholeRow() ? before.isWhole() : holdsAllInputs(before);
    if (!told) {
      return false;
    }
    try {
      return !where.test(before.row());
    } catch (ExpressionException e) {
      // Nobody knows whether the row was written, so the caller takes it for written.
      return false;
    }
  }

  private boolean holdsAllInputs(Image image) {
    for (String input : inputs) {
      if (!image.row().has(input)) {
        return false;
      }
    }
    return true;
  }
}
