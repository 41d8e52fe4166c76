package io.portage.normalize;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import io.portage.model.ChangeEvent;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Envelope;
import io.portage.model.Format;
import io.portage.model.Half;
import io.portage.model.Ignored;
import io.portage.model.Reason;
import io.portage.target.TargetTables;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges change events: what each is for the target. Not thread-safe. */
final class Normalizer {
  private final Map<String, TableNormalizer> tables = new HashMap<>();

  /**
   * The rules of {@code config}; {@code format} reads keys, {@code nulStripped} is told of each
   * value that lost a NUL.
   */
  Normalizer(
      PortageConfig config,
      Format format,
      TargetTables targetTables,
      Clock clock,
      Runnable nulStripped) {
    for (TableConfig table : config.tables()) {
      TableNormalizer normalizer =
          new TableNormalizer(
              table,
              format,
              new TableTarget(table, config.source(), targetTables, clock, nulStripped),
              new Versioning(table, config.source().maxFutureSkew(), clock),
              filter(table));
      if (tables.put(table.from(), normalizer) != null) {
        throw new IllegalArgumentException("two tables take the changes of " + table.from());
      }
    }
  }

  private static @Nullable RowFilter filter(TableConfig table) {
    String where = table.where();
    if (where == null) {
      return null;
    }
    try {
      return new RowFilter(Expression.compile(where));
    } catch (ExpressionException e) {
      throw new IllegalArgumentException("table " + table.from() + ": " + e.getMessage(), e);
    }
  }

  /** Gives {@code out} one call for the event, or one for each half of it. */
  void normalize(ChangeEvent event, NormalizerOutput out) {
    Ignored housekeeping = housekeeping(event.envelope().op());
    if (housekeeping != null) {
      out.ignored(event, Half.WHOLE, housekeeping);
      return;
    }
    TableNormalizer table = table(event);
    if (table != null) {
      table.normalize(event, out);
      return;
    }
    String name = event.envelope().table();
    out.dead(
        event,
        Half.WHOLE,
        Cause.of(
            Reason.UNKNOWN_TABLE,
            "no table of the configuration takes changes of "
                + (name == null ? event.raw().at().topic() : name)));
  }

  private static @Nullable Ignored housekeeping(String op) {
    return switch (op) {
      case Envelope.TOMBSTONE -> Ignored.TOMBSTONE;
      case Envelope.CONTROL -> Ignored.CONTROL;
      case "m" -> Ignored.MESSAGE;
      default -> null;
    };
  }

  private @Nullable TableNormalizer table(ChangeEvent event) {
    String name = event.envelope().table();
    TableNormalizer named = name == null ? null : tables.get(name);
    return named != null ? named : tables.get(event.raw().at().topic());
  }
}
