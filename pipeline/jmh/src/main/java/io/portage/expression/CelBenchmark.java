package io.portage.expression;

import io.portage.jmh.Timed;
import io.portage.model.Columns;
import io.portage.model.Row;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Evaluates computed columns: text functions, a list of constants, decimals. */
public class CelBenchmark extends Timed {
  private final Row row =
      Row.of(
          Columns.of("user_id", "email", "price", "quantity"),
          101L,
          "daniel.j.kim@contoso.com",
          new BigDecimal("19.99"),
          3L);
  private @Nullable Expression hasDomain;
  private @Nullable Expression domain;
  private @Nullable Expression corporate;
  private @Nullable Expression total;

  /** Compiles the expressions. */
  @Setup
  public void setup() throws ExpressionException {
    hasDomain = Expression.compileCondition("row.email != null && row.email.contains('@')");
    domain = Expression.compile("row.email.split('@')[1]");
    corporate =
        Expression.compile(
            "row.email != null && row.email.contains('@') && row.email.split('@')[1]"
                + " in ['autodesk.com', 'company.com', 'contoso.com']");
    total = Expression.compile("row.price * row.quantity > decimal('50.00')");
  }

  @Benchmark
  public @Nullable Object emailDomain() throws ExpressionException {
    return hasDomain != null && domain != null && hasDomain.test(row) ? domain.evaluate(row) : null;
  }

  @Benchmark
  public @Nullable Object isCorporate() throws ExpressionException {
    return corporate == null ? null : corporate.evaluate(row);
  }

  @Benchmark
  public @Nullable Object decimals() throws ExpressionException {
    return total == null ? null : total.evaluate(row);
  }
}
