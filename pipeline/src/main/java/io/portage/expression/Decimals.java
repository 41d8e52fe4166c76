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
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * What CEL can do with decimals: compare them with any number, add, subtract, multiply and divide
 * them exactly (a quotient without an end fails), and convert them. Comparisons of int and uint
 * with double, and equality in general, are exact too.
 */
final class Decimals {
  static final CelType TYPE = OpaqueType.create("decimal");

  private static final Set<StandardFunction> REPLACED =
      Set.of(StandardFunction.EQUALS, StandardFunction.NOT_EQUALS, StandardFunction.IN);

  /** CEL's functions but for those that are replaced here. */
  static final CelStandardFunctions STANDARD =
      CelStandardFunctions.newBuilder()
          .filterFunctions(
              (function, overload) -> !REPLACED.contains(function) && !isMixed(overload.toString()))
          .build();

  /** A kind of number: its name in overloads, its type in CEL and in Java. */
  private record Kind(String name, CelType type, Class<?> java) {}

  private static final Kind DECIMAL = new Kind("decimal", TYPE, Decimal.class);
  private static final Kind INT = new Kind("int64", SimpleType.INT, Long.class);
  private static final Kind UINT = new Kind("uint64", SimpleType.UINT, UnsignedLong.class);
  private static final Kind DOUBLE = new Kind("double", SimpleType.DOUBLE, Double.class);

  private static final Map<String, IntPredicate> COMPARISONS =
      Map.of(
          "less", order -> order < 0,
          "less_equals", order -> order <= 0,
          "greater", order -> order > 0,
          "greater_equals", order -> order >= 0);

  private static final Map<String, BinaryOperator<BigDecimal>> ARITHMETIC =
      Map.of(
          "add", BigDecimal::add,
          "subtract", BigDecimal::subtract,
          "multiply", BigDecimal::multiply,
          "divide", BigDecimal::divide);

  private static final Map<String, String> OPERATORS =
      Map.of(
          "less", "_<_",
          "less_equals", "_<=_",
          "greater", "_>_",
          "greater_equals", "_>=_",
          "add", "_+_",
          "subtract", "_-_",
          "multiply", "_*_",
          "divide", "_/_");

  private final List<CelFunctionDecl> declarations = new ArrayList<>();
  private final List<CelFunctionBinding> bindings = new ArrayList<>();

  Decimals() {
    OPERATORS.forEach(this::operator);
    for (Kind kind : List.of(INT, UINT, DOUBLE)) {
      mixed(kind);
    }
    bindings.add(CelFunctionBinding.from("equals", Object.class, Object.class, Numbers::equal));
    bindings.add(
        CelFunctionBinding.from(
            "not_equals", Object.class, Object.class, (a, b) -> !Numbers.equal(a, b)));
    bindings.add(CelFunctionBinding.from("in_list", Object.class, List.class, Numbers::in));
    bindings.add(CelFunctionBinding.from("in_map", Object.class, Map.class, Numbers::in));
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

  private void operator(String name, String operator) {
    List<CelOverloadDecl> overloads = new ArrayList<>();
    overloads.add(operator(name, DECIMAL, DECIMAL));
    for (Kind other : List.of(INT, UINT, DOUBLE)) {
      overloads.add(operator(name, DECIMAL, other));
      overloads.add(operator(name, other, DECIMAL));
    }
    declarations.add(CelFunctionDecl.newFunctionDeclaration(operator, overloads));
  }

  private CelOverloadDecl operator(String name, Kind left, Kind right) {
    String id = name + "_" + left.name() + "_" + right.name();
    IntPredicate comparison = COMPARISONS.get(name);
    if (comparison != null) {
      compare(id, left, right, comparison);
    } else {
      BinaryOperator<BigDecimal> exact = ARITHMETIC.get(name);
      bindings.add(
          CelFunctionBinding.from(id, left.java(), right.java(), (a, b) -> exactly(exact, a, b)));
    }
    CelType result = comparison == null ? TYPE : SimpleType.BOOL;
    return CelOverloadDecl.newGlobalOverload(id, result, left.type(), right.type());
  }

  private void compare(String id, Kind left, Kind right, IntPredicate comparison) {
    bindings.add(
        CelFunctionBinding.from(
            id,
            left.java(),
            right.java(),
            (a, b) -> Numbers.compare(a, b).stream().anyMatch(comparison)));
  }

  /** Of CEL's own, which rounds the whole number. */
  private void mixed(Kind whole) {
    if (whole == DOUBLE) {
      return;
    }
    COMPARISONS.forEach(
        (name, comparison) -> {
          compare(name + "_" + whole.name() + "_double", whole, DOUBLE, comparison);
          compare(name + "_double_" + whole.name(), DOUBLE, whole, comparison);
        });
  }

  private static Decimal exactly(BinaryOperator<BigDecimal> operation, Object a, Object b) {
    try {
      return new Decimal(operation.apply(Numbers.decimal(a), Numbers.decimal(b)));
    } catch (ArithmeticException e) {
      throw new CelRuntimeException(
          e,
          b instanceof Double || Numbers.decimal(b).signum() != 0
              ? CelErrorCode.NUMERIC_OVERFLOW
              : CelErrorCode.DIVIDE_BY_ZERO);
    }
  }

  private void conversions() {
    unary("-_", "negate_decimal", TYPE, DECIMAL, d -> new Decimal(d.negate()));
    unary("string", "decimal_to_string", SimpleType.STRING, DECIMAL, BigDecimal::toPlainString);
    unary("double", "decimal_to_double", SimpleType.DOUBLE, DECIMAL, BigDecimal::doubleValue);
    unary("int", "decimal_to_int64", SimpleType.INT, DECIMAL, d -> whole(d).longValueExact());
    unary("uint", "decimal_to_uint64", SimpleType.UINT, DECIMAL, d -> unsigned(whole(d)));
    List<CelOverloadDecl> overloads = new ArrayList<>();
    for (Kind kind : List.of(DECIMAL, INT, UINT, DOUBLE)) {
      String id = kind.name() + "_to_decimal";
      overloads.add(CelOverloadDecl.newGlobalOverload(id, TYPE, kind.type()));
      bindings.add(
          CelFunctionBinding.from(
              id, kind.java(), number -> guarded(() -> new Decimal(Numbers.decimal(number)))));
    }
    overloads.add(CelOverloadDecl.newGlobalOverload("string_to_decimal", TYPE, SimpleType.STRING));
    bindings.add(CelFunctionBinding.from("string_to_decimal", String.class, Decimals::parse));
    declarations.add(CelFunctionDecl.newFunctionDeclaration("decimal", overloads));
  }

  private void unary(
      String function, String id, CelType result, Kind kind, Function<BigDecimal, Object> body) {
    declarations.add(
        CelFunctionDecl.newFunctionDeclaration(
            function, CelOverloadDecl.newGlobalOverload(id, result, kind.type())));
    bindings.add(
        CelFunctionBinding.from(id, Decimal.class, d -> guarded(() -> body.apply(d.value()))));
  }

  /** CEL's conversions to whole numbers drop the fraction. */
  private static BigInteger whole(BigDecimal number) {
    // Beyond any whole number of CEL, and not to be written out.
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

  private static Decimal parse(String text) {
    try {
      return new Decimal(new BigDecimal(text));
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
