package io.portage.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Converts literals with a fraction that have more digits than a double to decimals. */
final class DecimalLiterals {
  private static final Pattern NUMBER =
      Pattern.compile("-?\\s*(\\d*\\.\\d+([eE][+-]?\\d+)?|\\d+[eE][+-]?\\d+)");

  private DecimalLiterals() {}

  /**
   * Returns the text with such literals as {@code decimal('...')}; the same text if there are none.
   */
  static String exact(String source, CelAbstractSyntaxTree ast) {
    Map<Integer, String> found = new TreeMap<>(Comparator.reverseOrder());
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .forEach(node -> add(source, ast, node.expr(), found));
    StringBuilder text = new StringBuilder(source);
    found.forEach(
        (at, number) ->
            text.replace(
                at, at + number.length(), "decimal('" + number.replaceAll("\\s", "") + "')"));
    return text.toString();
  }

  private static void add(
      String source, CelAbstractSyntaxTree ast, CelExpr expr, Map<Integer, String> found) {
    if (expr.getKind() != CelExpr.ExprKind.Kind.CONSTANT
        || expr.constant().getKind() != CelConstant.Kind.DOUBLE_VALUE) {
      return;
    }
    Integer position = ast.getSource().getPositionsMap().get(expr.id());
    if (position == null) {
      return;
    }
    int at = source.offsetByCodePoints(0, position);
    Matcher number = NUMBER.matcher(source).region(at, source.length());
    double binary = expr.constant().doubleValue();
    if (number.lookingAt()
        && (!Double.isFinite(binary)
            || new BigDecimal(number.group().replaceAll("\\s", ""))
                    .compareTo(BigDecimal.valueOf(binary))
                != 0)) {
      found.put(at, number.group());
    }
  }
}
