package io.portage.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelErrorCode;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelRuntimeException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The CEL functions of decimals: comparison with any number; exact addition, subtraction,
 * multiplication and division (a quotient without a finite expansion fails); and conversions. It
 * also replaces CEL's comparisons of int and uint with double, and CEL's equality, by exact ones.
 */
final class CelDecimalFunctions {
  static final CelType TYPE = OpaqueType.create("decimal");

  private static final Set<StandardFunction> REPLACED =
      Set.of(StandardFunction.EQUALS, StandardFunction.NOT_EQUALS, StandardFunction.IN);

  /** CEL's standard functions without the replaced ones. */
  static final CelStandardFunctions STANDARD =
      CelStandardFunctions.newBuilder()
          .filterFunctions(
              (function, overload) -> !REPLACED.contains(function) && !isMixed(overload.toString()))
          .build();

  /** A type of number: its name in overloads, its CEL type and its Java type. */
  private record NumberKind(String name, CelType type, Class<?> java) {}

  private static final NumberKind DECIMAL = new NumberKind("decimal", TYPE, CelDecimal.class);
  private static final NumberKind INT = new NumberKind("int64", SimpleType.INT, Long.class);
  private static final NumberKind UINT =
      new NumberKind("uint64", SimpleType.UINT, UnsignedLong.class);
  private static final NumberKind DOUBLE =
      new NumberKind("double", SimpleType.DOUBLE, Double.class);

  /**
   * Comparison operators by CEL's name; the ids of their overloads begin with the constant's name
   * in lower case.
   */
  private enum ComparisonOperator {
    LESS("_<_"),
    LESS_EQUALS("_<=_"),
    GREATER("_>_"),
    GREATER_EQUALS("_>=_");

    private final String operator;

    ComparisonOperator(String operator) {
      this.operator = operator;
    }

    private boolean holds(int order) {
      return switch (this) {
        case LESS -> order < 0;
        case LESS_EQUALS -> order <= 0;
        case GREATER -> order > 0;
        case GREATER_EQUALS -> order >= 0;
      };
    }
  }

  private enum ArithmeticOperator {
    ADD("_+_"),
    SUBTRACT("_-_"),
    MULTIPLY("_*_"),
    DIVIDE("_/_");

    private final String operator;

    ArithmeticOperator(String operator) {
      this.operator = operator;
    }

    private BigDecimal apply(BigDecimal a, BigDecimal b) {
      return switch (this) {
        case ADD -> a.add(b);
        case SUBTRACT -> a.subtract(b);
        case MULTIPLY -> a.multiply(b);
        case DIVIDE -> a.divide(b);
      };
    }
  }

  /** Functions of one decimal. */
  private enum DecimalFunction {
    NEGATE("-_", "negate_decimal", TYPE),
    STRING("string", "decimal_to_string", SimpleType.STRING),
    DOUBLE("double", "decimal_to_double", SimpleType.DOUBLE),
    INT("int", "decimal_to_int64", SimpleType.INT),
    UINT("uint", "decimal_to_uint64", SimpleType.UINT);

    private final String function;
    private final String id;
    private final CelType result;

    DecimalFunction(String function, String id, CelType result) {
      this.function = function;
      this.id = id;
      this.result = result;
    }

    private Object of(BigDecimal number) {
      return switch (this) {
        case NEGATE -> new CelDecimal(number.negate());
        case STRING -> number.toPlainString();
        case DOUBLE -> number.doubleValue();
        case INT -> whole(number).longValueExact();
        case UINT -> unsigned(whole(number));
      };
    }
  }

  private final List<CelFunctionDecl> declarations = new ArrayList<>();
  private final List<CelFunctionBinding> bindings = new ArrayList<>();

  CelDecimalFunctions() {
    for (ComparisonOperator comparison : ComparisonOperator.values()) {
      declare(comparison.operator, comparison(comparison));
      for (NumberKind whole : List.of(INT, UINT)) {
        // CEL's own comparisons round the integer.
        compare(comparison, whole, DOUBLE);
        compare(comparison, DOUBLE, whole);
      }
    }
    for (ArithmeticOperator arithmetic : ArithmeticOperator.values()) {
      declare(arithmetic.operator, arithmetic(arithmetic));
    }
    bindings.add(CelFunctionBinding.from("equals", Object.class, Object.class, Equality::equal));
    bindings.add(
        CelFunctionBinding.from(
            "not_equals", Object.class, Object.class, (a, b) -> !Equality.equal(a, b)));
    bindings.add(CelFunctionBinding.from("in_list", Object.class, List.class, Equality::in));
    bindings.add(CelFunctionBinding.from("in_map", Object.class, Map.class, Equality::in));
    conversions();
  }

  List<CelFunctionDecl> declarations() {
    return declarations;
  }

  List<CelFunctionBinding> bindings() {
    return bindings;
  }

  private static boolean isMixed(String overload) {
    String name = overload.toLowerCase(Locale.ROOT);
    return name.endsWith("int64_double") || name.matches(".*_double_u?int64");
  }

  private void declare(String function, List<CelOverloadDecl> overloads) {
    declarations.add(CelFunctionDecl.newFunctionDeclaration(function, overloads));
  }

  /** Pairs of a decimal and any number, in both orders. */
  private static List<List<NumberKind>> pairs() {
    List<List<NumberKind>> pairs = new ArrayList<>(List.of(List.of(DECIMAL, DECIMAL)));
    for (NumberKind other : List.of(INT, UINT, DOUBLE)) {
      pairs.add(List.of(DECIMAL, other));
      pairs.add(List.of(other, DECIMAL));
    }
    return pairs;
  }

  private static String id(Enum<?> operation, NumberKind left, NumberKind right) {
    return operation.name().toLowerCase(Locale.ROOT) + "_" + left.name() + "_" + right.name();
  }

  private List<CelOverloadDecl> comparison(ComparisonOperator comparison) {
    List<CelOverloadDecl> overloads = new ArrayList<>();
    for (List<NumberKind> pair : pairs()) {
      String id = compare(comparison, pair.get(0), pair.get(1));
      overloads.add(
          CelOverloadDecl.newGlobalOverload(
              id, SimpleType.BOOL, pair.get(0).type(), pair.get(1).type()));
    }
    return overloads;
  }

  private String compare(ComparisonOperator comparison, NumberKind left, NumberKind right) {
    String id = id(comparison, left, right);
    bindings.add(
        CelFunctionBinding.from(
            id,
            left.java(),
            right.java(),
            (a, b) -> {
              OptionalInt order = NumberComparison.compare(a, b);
              return order.isPresent() && comparison.holds(order.getAsInt());
            }));
    return id;
  }

  private List<CelOverloadDecl> arithmetic(ArithmeticOperator arithmetic) {
    List<CelOverloadDecl> overloads = new ArrayList<>();
    for (List<NumberKind> pair : pairs()) {
      NumberKind left = pair.get(0);
      NumberKind right = pair.get(1);
      String id = id(arithmetic, left, right);
      overloads.add(CelOverloadDecl.newGlobalOverload(id, TYPE, left.type(), right.type()));
      bindings.add(
          CelFunctionBinding.from(
              id, left.java(), right.java(), (a, b) -> exactly(arithmetic, a, b)));
    }
    return overloads;
  }

  private static CelDecimal exactly(ArithmeticOperator operation, Object a, Object b) {
    try {
      return new CelDecimal(
          operation.apply(NumberComparison.decimal(a), NumberComparison.decimal(b)));
    } catch (ArithmeticException e) {
      throw new CelRuntimeException(
          e,
          b instanceof Double || NumberComparison.decimal(b).signum() != 0
              ? CelErrorCode.NUMERIC_OVERFLOW
              : CelErrorCode.DIVIDE_BY_ZERO);
    }
  }

  private void conversions() {
    for (DecimalFunction conversion : DecimalFunction.values()) {
      declare(
          conversion.function,
          List.of(CelOverloadDecl.newGlobalOverload(conversion.id, conversion.result, TYPE)));
      bindings.add(
          CelFunctionBinding.from(
              conversion.id, CelDecimal.class, d -> guarded(() -> conversion.of(d.value()))));
    }
    List<CelOverloadDecl> overloads = new ArrayList<>();
    for (NumberKind kind : List.of(DECIMAL, INT, UINT, DOUBLE)) {
      String id = kind.name() + "_to_decimal";
      overloads.add(CelOverloadDecl.newGlobalOverload(id, TYPE, kind.type()));
      bindings.add(
          CelFunctionBinding.from(
              id,
              kind.java(),
              number -> guarded(() -> new CelDecimal(NumberComparison.decimal(number)))));
    }
    overloads.add(CelOverloadDecl.newGlobalOverload("string_to_decimal", TYPE, SimpleType.STRING));
    bindings.add(
        CelFunctionBinding.from("string_to_decimal", String.class, CelDecimalFunctions::parse));
    declarations.add(CelFunctionDecl.newFunctionDeclaration("decimal", overloads));
  }

  /** Drops the fraction, as CEL's conversions to integers do. */
  private static BigInteger whole(BigDecimal number) {
    // Beyond CEL's integers; expanding the digits could exhaust the memory.
    if (number.precision() - (long) number.scale() > 30) {
      throw new ArithmeticException("out of range");
    }
    return number.toBigInteger();
  }

  private static UnsignedLong unsigned(BigInteger number) {
    if (number.signum() < 0 || number.bitLength() > 64) {
      throw new ArithmeticException("out of range");
    }
    return UnsignedLong.valueOf(number);
  }

  private static CelDecimal parse(String text) {
    try {
      return new CelDecimal(new BigDecimal(text));
    } catch (NumberFormatException e) {
      throw new CelRuntimeException(e, CelErrorCode.BAD_FORMAT);
    }
  }

  private static Object guarded(Supplier<Object> body) {
    try {
      return body.get();
    } catch (ArithmeticException e) {
      throw new CelRuntimeException(e, CelErrorCode.NUMERIC_OVERFLOW);
    }
  }
}
