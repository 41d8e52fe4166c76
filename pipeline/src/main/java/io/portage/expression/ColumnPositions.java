package io.portage.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The columns that the parts of an expression read, by the part's position in the text.
 *
 * @param columns the columns by position; only for parts that read columns only
 */
record ColumnPositions(Map<Integer, Set<String>> columns) {
  /** The beginning of CEL's error message: the position of the part that failed. */
  private static final Pattern PLACE = Pattern.compile("^evaluation error at [^:]*:(\\d+): ");

  static ColumnPositions of(CelAbstractSyntaxTree ast) {
    Map<Integer, Set<String>> columns = new HashMap<>();
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .forEach(
            node -> {
              Integer position = ast.getSource().getPositionsMap().get(node.id());
              if (position != null) {
                columns.computeIfAbsent(position, at -> new LinkedHashSet<>()).addAll(read(node));
              }
            });
    columns.values().removeIf(names -> names.isEmpty() || names.contains(""));
    return new ColumnPositions(Map.copyOf(columns));
  }

  /**
   * Returns the columns; with an empty name if the part reads a macro's variable or the whole row.
   */
  private static Set<String> read(CelNavigableExpr part) {
    Set<String> read = new LinkedHashSet<>();
    part.allNodes()
        .map(CelNavigableExpr::expr)
        .filter(expr -> expr.getKind() == ExprKind.Kind.IDENT)
        .filter(expr -> !expr.ident().name().equals(Program.ROW))
        .forEach(variable -> read.add(""));
    part.allNodes()
        .filter(node -> ReferencedColumns.isRow(node.expr()))
        .forEach(node -> read.add(node.parent().flatMap(ReferencedColumns::column).orElse("")));
    return read;
  }

  /**
   * Returns the columns of the part that failed with {@code message}; empty if the part is unknown.
   */
  Optional<Set<String>> columns(@Nullable String message) {
    Matcher place = PLACE.matcher(String.valueOf(message));
    return place.find()
        ? Optional.ofNullable(columns.get(Integer.parseInt(place.group(1))))
        : Optional.empty();
  }
}
