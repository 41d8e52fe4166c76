package io.portage.expression;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.Sets;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.CelVariableResolver;
import io.portage.model.Row;
import io.portage.model.schema.SourceType;
import io.portage.model.schema.SourceType.Kind;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A compiled expression: CEL's program and the columns that it reads. Immutable. */
final class Program {
  /** The only variable of an expression. */
  static final String ROW = "row";

  // Null, bytes and timestamps are Java values rather than protobuf's, so no function result needs
  // unwrapping. The check for it takes a tenth of the time; the deprecated option can go with a
  // release of CEL that no longer checks.
  @SuppressWarnings("deprecation")
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .evaluateCanonicalTypesToNativeValues(true)
          .enableHeterogeneousNumericComparisons(true)
          .unwrapWellKnownTypesOnFunctionDispatch(false)
          .build();

  private static final CelDecimalFunctions DECIMALS = new CelDecimalFunctions();

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar(ROW, MapType.create(SimpleType.STRING, SimpleType.DYN))
          .addFunctionDeclarations(DECIMALS.declarations())
          .addLibraries(CelExtensions.strings())
          .build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .setStandardEnvironmentEnabled(false)
          .setStandardFunctions(CelDecimalFunctions.STANDARD)
          .addFunctionBindings(DECIMALS.bindings())
          .addLibraries(CelExtensions.strings())
          .build();

  private static final Set<CelKind> RESULTS =
      Sets.immutableEnumSet(
          CelKind.BOOL,
          CelKind.BYTES,
          CelKind.DOUBLE,
          CelKind.DYN,
          CelKind.INT,
          CelKind.LIST,
          CelKind.MAP,
          CelKind.NULL_TYPE,
          CelKind.OPAQUE,
          CelKind.STRING,
          CelKind.TIMESTAMP,
          CelKind.UINT);

  private static final Cache<String, Program> COMPILED =
      CacheBuilder.newBuilder().maximumSize(1_000).build();

  private final CelKind result;
  private final ReferencedColumns inputs;
  private final ColumnPositions positions;
  private final CelRuntime.Program program;

  private Program(
      CelKind result,
      ReferencedColumns inputs,
      ColumnPositions positions,
      CelRuntime.Program program) {
    this.result = result;
    this.inputs = inputs;
    this.positions = positions;
    this.program = program;
  }

  /**
   * Returns the program of this text. The tables of a pattern have the same expressions, and each
   * compilation takes milliseconds.
   */
  static Program compile(String source) throws ExpressionException {
    Program known = COMPILED.getIfPresent(source);
    if (known == null) {
      known = compileNew(source);
      COMPILED.put(source, known);
    }
    return known;
  }

  private static Program compileNew(String source) throws ExpressionException {
    try {
      CelAbstractSyntaxTree ast = COMPILER.compile(source).getAst();
      String exact = DecimalLiterals.exact(source, ast);
      if (!exact.equals(source)) {
        ast = COMPILER.compile(exact).getAst();
      }
      CelKind result = ast.getResultType().kind();
      if (!RESULTS.contains(result)) {
        throw new ExpressionException(
            "the result is " + CelValues.typeName(result) + ", which no column can hold");
      }
      ValueKind.checkComparisons(ast);
      return new Program(
          result, ReferencedColumns.of(ast), ColumnPositions.of(ast), RUNTIME.createProgram(ast));
    } catch (CelValidationException e) {
      throw new ExpressionException(
          e.getErrors().stream().map(Program::describe).collect(Collectors.joining("; ")));
    } catch (CelEvaluationException e) {
      throw new ExpressionException(String.valueOf(e.getMessage()));
    }
  }

  private static String describe(CelIssue issue) {
    return "at "
        + issue.getSourceLocation().getLine()
        + ":"
        + (issue.getSourceLocation().getColumn() + 1)
        + ": "
        + issue.getMessage();
  }

  void checkCondition() throws ExpressionException {
    if (result != CelKind.BOOL && result != CelKind.DYN) {
      throw new ExpressionException(
          "a condition must return true or false, this returns " + CelValues.typeName(result));
    }
  }

  Set<String> inputs() {
    return inputs.columns();
  }

  Set<String> selected() {
    return inputs.selected();
  }

  boolean readsWholeRow() {
    return inputs.wholeRow();
  }

  Optional<SourceType> resultType() {
    return switch (result) {
      case BOOL -> Optional.of(SourceType.of(Kind.BOOLEAN));
      case BYTES -> Optional.of(SourceType.of(Kind.BYTES));
      case DOUBLE -> Optional.of(SourceType.of(Kind.FLOAT, 64));
      case INT -> Optional.of(SourceType.integer(64));
      case UINT -> Optional.of(SourceType.unsigned(64));
      case STRING -> Optional.of(SourceType.of(Kind.TEXT));
      case TIMESTAMP -> Optional.of(SourceType.of(Kind.INSTANT));
      case LIST, MAP -> Optional.of(SourceType.of(Kind.STRUCT));
      // The only opaque type is the exact number.
      case OPAQUE -> Optional.of(SourceType.of(Kind.DECIMAL));
      default -> Optional.empty();
    };
  }

  /** Returns the result in CEL's own types. */
  Object evaluate(Row row) throws ExpressionException {
    CelVariableResolver scope = new RowView(row);
    Object value;
    try {
      value = program.eval(scope);
    } catch (CelEvaluationException e) {
      // CEL's own message may quote arguments, so neither the message nor the cause is kept.
      Set<String> columns = positions.columns(e.getMessage()).orElse(inputs.columns());
      throw new ExpressionException(EvaluationErrors.describe(e, columns, row), columns);
    }
    if (value instanceof CelUnknownSet) {
      throw new ExpressionException("the result is unknown");
    }
    return value;
  }
}
