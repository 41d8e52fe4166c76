package io.portage.enrich;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnConfig.LookupColumn;
import io.portage.config.TableConfig;
import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import io.portage.model.Columns;
import io.portage.target.fitting.ColumnFitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The column mapping of one table: compiled expressions, and a cache of row mappers. */
final class TableMapping {
  /**
   * A target column.
   *
   * @param name its name
   * @param config its configuration
   * @param value the expression, or null if the column is not computed
   * @param when the condition, or null
   * @param inputs the source columns that the value depends on
   */
  private record MappedColumn(
      String name,
      ColumnConfig config,
      @Nullable Expression value,
      @Nullable Expression when,
      Set<String> inputs) {}

  private final List<MappedColumn> targets = new ArrayList<>();

  /**
   * Source columns that are copied to more than one target column. Normalize does not fit these;
   * each copy is fitted here.
   */
  private final Set<String> severalTimes = new HashSet<>();

  private final ColumnFitters fitters;
  private final Map<String, Columns> references;
  private final Map<Columns, TargetRowMapper> plans = new HashMap<>();

  private final boolean textIsText;

  private TableMapping(ColumnFitters fitters, Map<String, Columns> references, boolean textIsText) {
    this.fitters = fitters;
    this.references = references;
    this.textIsText = textIsText;
  }

  /**
   * Compiles the mapping of a table that lists its columns.
   *
   * @param references the columns of each reference's rows
   * @param textIsText see {@link ComputeColumn}
   * @throws IllegalArgumentException if an expression does not compile
   */
  static TableMapping of(
      TableConfig table,
      ColumnFitters fitters,
      Map<String, Columns> references,
      boolean textIsText) {
    TableMapping mapping = new TableMapping(fitters, references, textIsText);
    Objects.requireNonNull(table.columns())
        .forEach((name, column) -> mapping.targets.add(target(name, column)));
    Set<String> once = new HashSet<>();
    for (ColumnConfig column : table.columns().values()) {
      if (column instanceof CopiedColumn copied && !once.add(copied.from())) {
        mapping.severalTimes.add(copied.from());
      }
    }
    return mapping;
  }

  Map<Columns, TargetRowMapper> plans() {
    return plans;
  }

  /**
   * Clears the cached mappers if the target's table has changed.
   *
   * @return true if the table has changed
   */
  boolean reload() {
    boolean altered = fitters.reload();
    if (altered) {
      plans.clear();
    }
    return altered;
  }

  /**
   * Compiles the mapper for rows with these columns.
   *
   * @param retryAt the end of the mapper's validity if the target lacks one of its columns,
   *     milliseconds since 1970
   */
  TargetRowMapper plan(Columns source, long retryAt) {
    List<ColumnMapper> steps = new ArrayList<>();
    boolean provisional = false;
    for (MappedColumn target : targets) {
      long present = target.inputs().stream().filter(name -> source.indexOf(name) >= 0).count();
      if (present == 0 && !target.inputs().isEmpty()) {
        continue;
      }
      if (present < target.inputs().size()) {
        steps.add(ColumnMapper.missingInput(target.name(), missing(target, source)));
        continue;
      }
      boolean isCopied =
          target.config() instanceof CopiedColumn copied && !severalTimes.contains(copied.from());
      ColumnFitter fitter = isCopied ? null : fitters.find(target.name());
      provisional |= fitter == null && !isCopied;
      steps.add(step(target, source, fitter));
    }
    return TargetRowMapper.of(source, steps, provisional ? retryAt : TargetRowMapper.FOREVER);
  }

  private ColumnMapper step(MappedColumn target, Columns source, @Nullable ColumnFitter fitter) {
    if (target.config() instanceof CopiedColumn copied && !severalTimes.contains(copied.from())) {
      return ColumnMapper.copy(target.name(), source.indexOf(copied.from()));
    }
    if (fitter == null) {
      return ColumnMapper.unknown(target.name());
    }
    if (target.config() instanceof CopiedColumn copied) {
      if (fitter.column().generated()) {
        return ColumnMapper.copy(target.name(), source.indexOf(copied.from()));
      }
      return new ColumnMapper.FitColumn(target.name(), source.indexOf(copied.from()), fitter);
    }
    if (target.config() instanceof LookupColumn lookup) {
      int wanted = Objects.requireNonNull(references.get(lookup.lookup())).indexOf(lookup.column());
      return new LookupMapper(target.name(), lookup, source.indexOf(lookup.by()), wanted, fitter);
    }
    int[] inputs = target.inputs().stream().mapToInt(source::indexOf).toArray();
    Expression value = Objects.requireNonNull(target.value());
    return new ComputeColumn(target.name(), value, target.when(), inputs, fitter, textIsText);
  }

  private static String missing(MappedColumn target, Columns source) {
    return target.inputs().stream()
        .filter(name -> source.indexOf(name) < 0)
        .sorted()
        .findFirst()
        .orElseThrow();
  }

  private static MappedColumn target(String name, ColumnConfig config) {
    if (config instanceof CopiedColumn copied) {
      return new MappedColumn(name, config, null, null, Set.of(copied.from()));
    }
    if (config instanceof LookupColumn lookup) {
      return new MappedColumn(name, config, null, null, Set.of(lookup.by()));
    }
    ComputedColumn computed = (ComputedColumn) config;
    try {
      Expression value = Expression.compile(computed.value());
      Expression when =
          computed.when() == null ? null : Expression.compileCondition(computed.when());
      Set<String> inputs = new LinkedHashSet<>(value.inputs());
      if (when != null) {
        inputs.addAll(when.inputs());
      }
      return new MappedColumn(name, config, value, when, inputs);
    } catch (ExpressionException e) {
      throw new IllegalArgumentException("column " + name + ": " + e.getMessage(), e);
    }
  }
}
