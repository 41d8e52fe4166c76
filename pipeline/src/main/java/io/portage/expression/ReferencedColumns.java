package io.portage.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The columns that an expression reads.
 *
 * @param columns the columns that are named by constants
 * @param wholeRow true if other columns may be read too
 * @param selected the columns of which the result is one, unchanged, or null; empty if the result
 *     can be anything else
 */
record ReferencedColumns(Set<String> columns, boolean wholeRow, Set<String> selected) {

  /** Analyses the syntax tree: the parent node of each mention of {@code row} decides. */
  static ReferencedColumns of(CelAbstractSyntaxTree ast) {
    Set<String> columns = new LinkedHashSet<>();
    boolean[] wholeRow = new boolean[1];
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .filter(node -> isRow(node.expr()))
        .map(node -> node.parent().flatMap(ReferencedColumns::column))
        .forEach(
            column ->
                column.ifPresentOrElse(
                    columns::add,
                    () -> {
                      wholeRow[0] = true;
                    }));
    Set<String> selected = new LinkedHashSet<>();
    boolean selects = selects(CelNavigableAst.fromAst(ast).getRoot().expr(), selected);
    return new ReferencedColumns(
        Set.copyOf(columns), wholeRow[0], selects ? Set.copyOf(selected) : Set.of());
  }

  /**
   * Returns true if the result can only be a column or null; adds the columns to {@code selected}.
   */
  private static boolean selects(CelExpr expr, Set<String> selected) {
    return switch (expr.getKind()) {
      case CONSTANT -> expr.constant().getKind() == CelConstant.Kind.NULL_VALUE;
      case SELECT -> {
        boolean column = isRow(expr.select().operand()) && !expr.select().testOnly();
        if (column) {
          selected.add(expr.select().field());
        }
        yield column;
      }
      case CALL -> selects(expr.call(), selected);
      default -> false;
    };
  }

  private static boolean selects(CelCall call, Set<String> selected) {
    return switch (call.function()) {
      case "_?_:_" ->
          selects(call.args().get(1), selected) && selects(call.args().get(2), selected);
      case "_[_]" -> {
        Optional<String> column = column(call);
        column.ifPresent(selected::add);
        yield column.isPresent();
      }
      default -> false;
    };
  }

  /** Returns the column that {@code node}, a parent of the row, reads by a constant name. */
  static Optional<String> column(CelNavigableExpr node) {
    return switch (node.getKind()) {
      case SELECT -> Optional.of(node.expr().select().field());
      case CALL -> column(node.expr().call());
      default -> Optional.empty();
    };
  }

  private static Optional<String> column(CelCall call) {
    if (call.args().size() != 2) {
      return Optional.empty();
    }
    return switch (call.function()) {
      case "_[_]" -> isRow(call.args().get(0)) ? text(call.args().get(1)) : Optional.empty();
      case "@in" -> isRow(call.args().get(1)) ? text(call.args().get(0)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<String> text(CelExpr expr) {
    return expr.getKind() == Kind.CONSTANT
            && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(expr.constant().stringValue())
        : Optional.empty();
  }

  static boolean isRow(CelExpr expr) {
    return expr.getKind() == Kind.IDENT && expr.ident().name().equals(Program.ROW);
  }
}
