package io.portage.normalize;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig.UnroutedPolicy;
import io.portage.config.TableConfig;
import io.portage.config.routing.AmbiguousRouteException;
import io.portage.config.routing.TableRoutes;
import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.IgnoreReason;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.connection.MinInterval;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Routes change events to their tables and normalizes them. Not thread-safe. */
public final class Normalizer {
  private static final Duration LOOK_UP_EVERY = Duration.ofSeconds(1);

  /** More names than a source has tables; then the tables are looked up again. */
  private static final int MAX_TABLES = 10_000;

  private final Map<String, TableNormalizer> tables = new HashMap<>();
  private final Map<String, MinInterval> lookUps = new HashMap<>();
  private final boolean ignoresUnrouted;
  private final PortageConfig config;
  private final TableRoutes routes;
  private final Format format;
  private final TargetTables targetTables;
  private final Clock clock;
  private final Runnable nulStripped;
  private final LogRestartDetector logs;

  /**
   * A normalizer for {@code config}; {@code format} decodes keys, {@code nulStripped} runs for each
   * value that lost a NUL.
   */
  public Normalizer(
      PortageConfig config,
      Format format,
      TargetTables targetTables,
      Clock clock,
      Runnable nulStripped) {
    this(config, format, targetTables, clock, nulStripped, new LogRestartDetector(List.of()));
  }

  /** The same with the detector of a run. */
  Normalizer(
      PortageConfig config,
      Format format,
      TargetTables targetTables,
      Clock clock,
      Runnable nulStripped,
      LogRestartDetector logs) {
    this.config = config;
    this.logs = logs;
    this.ignoresUnrouted = config.source().unrouted() == UnroutedPolicy.IGNORE;
    this.routes = TableRoutes.of(config.tables());
    this.format = format;
    this.targetTables = targetTables;
    this.clock = clock;
    this.nulStripped = nulStripped;
    for (TableConfig table : config.tables()) {
      if (!table.route().isPattern() && !table.key().isEmpty()) {
        tables.put(table.from(), normalizer(table));
      }
    }
  }

  private TableNormalizer normalizer(TableConfig table) {
    RowFilter filter = filter(table);
    Set<String> read = filter == null ? Set.of() : filter.inputs();
    return new TableNormalizer(
        table,
        format,
        new TargetTableCache(table, read, config.source(), targetTables, clock, nulStripped),
        new VersionExtractor(table, config.source(), logs, clock),
        filter);
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

  /** Calls {@code out} once for the event, or once for each part of it. */
  public void normalize(DecodedRecord event, NormalizerOutput out) {
    IgnoreReason housekeeping = housekeeping(event.envelope().op());
    if (housekeeping != null) {
      out.ignored(event, event.part(), housekeeping);
      return;
    }
    try {
      TableNormalizer table = table(event, out);
      if (table == null) {
        unrouted(event, out);
      } else {
        table.normalize(event, out);
      }
    } catch (AmbiguousRouteException e) {
      out.dead(
          event,
          event.part(),
          FailureCause.of(Reason.UNKNOWN_TABLE, String.valueOf(e.getMessage())));
    } catch (RejectedChangeException e) {
      out.dead(event, event.part(), e.cause());
    }
  }

  /**
   * Rejects or ignores an event without a configured table. Only an event that names its table can
   * be ignored: one without a table may belong to any.
   */
  private void unrouted(DecodedRecord event, NormalizerOutput out) {
    String routed = event.envelope().table();
    String name = routed == null ? event.record().coordinates().topic() : routed;
    out.unrouted(name);
    String hint = event.envelope().op().equals(Envelope.NONE) ? event.envelope().hint() : null;
    if (ignoresUnrouted && routed != null) {
      out.ignored(event, event.part(), IgnoreReason.UNROUTED);
      return;
    }
    out.dead(
        event,
        event.part(),
        FailureCause.of(
            Reason.UNKNOWN_TABLE,
            "no table is configured for changes of "
                + name
                + (routed != null
                    ? " (source.unrouted: ignore skips such changes)"
                    : hint == null ? "" : ": " + hint)));
  }

  private static @Nullable IgnoreReason housekeeping(String op) {
    return switch (op) {
      case Envelope.TOMBSTONE -> IgnoreReason.TOMBSTONE;
      case Envelope.CONTROL -> IgnoreReason.CONTROL;
      case Envelope.HEARTBEAT -> IgnoreReason.HEARTBEAT;
      case Envelope.TRANSACTION -> IgnoreReason.TRANSACTION;
      case Envelope.SCHEMA_CHANGE -> IgnoreReason.SCHEMA_CHANGE;
      case "m" -> IgnoreReason.MESSAGE;
      default -> null;
    };
  }

  private @Nullable TableNormalizer table(DecodedRecord event, NormalizerOutput out)
      throws AmbiguousRouteException, RejectedChangeException {
    String name = event.envelope().table();
    String topic = event.record().coordinates().topic();
    TableNormalizer routed = name == null ? null : tables.get(name);
    if (routed == null && (name == null || routes.named(name).isEmpty())) {
      routed = tables.get(topic);
    }
    return routed != null ? routed : discovered(name, topic, out);
  }

  /** Returns the normalizer of a table at its first event, or null if it is not routed. */
  private @Nullable TableNormalizer discovered(
      @Nullable String name, String topic, NormalizerOutput out)
      throws AmbiguousRouteException, RejectedChangeException {
    Optional<TableConfig> found = routes.find(name, topic);
    if (found.isEmpty()) {
      return null;
    }
    TableConfig table = found.get();
    TableNormalizer known = tables.get(table.from());
    if (known == null) {
      known = normalizer(keyed(table, out));
      if (tables.size() >= MAX_TABLES) {
        tables.clear();
      }
      tables.put(table.from(), known);
    }
    return known;
  }

  private TableConfig keyed(TableConfig table, NormalizerOutput out)
      throws RejectedChangeException {
    if (!table.key().isEmpty()) {
      return table;
    }
    Optional<TargetTable> target = targetTables.find(table.to());
    if ((target.isEmpty() || target.get().primaryKey().isEmpty())
        && lookUps
            .computeIfAbsent(table.to(), to -> new MinInterval(LOOK_UP_EVERY, clock))
            .tryAcquire()) {
      target = targetTables.refresh(table.to());
    }
    if (target.isEmpty() || target.get().primaryKey().isEmpty()) {
      out.deadOf(table.to());
      throw RejectedChangeException.of(
          Reason.SCHEMA_MISMATCH,
          target.isEmpty()
              ? "the target has no table " + table.to()
              : "the target's table "
                  + table.to()
                  + " has no primary key, which key: primary-key needs");
    }
    return table.keyedBy(target.get().primaryKey());
  }
}
