package io.portage.config.routing;

import io.portage.config.TableConfig;
import io.portage.config.yaml.InvalidValueException;
import io.portage.config.yaml.ValueParsers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The routes from source tables to target tables. Thread-safe. */
public final class TableRoutes {
  private final Map<String, TableConfig> bySource = new HashMap<>();
  private final Map<String, TableConfig> byTarget = new HashMap<>();
  private final List<PatternEntry> patterns = new ArrayList<>();

  private record PatternEntry(TableConfig entry, RoutePattern pattern) {}

  private TableRoutes(List<TableConfig> tables) {
    for (TableConfig table : tables) {
      if (table.route().isPattern()) {
        patterns.add(new PatternEntry(table, RoutePattern.of(table.from(), table.to())));
        continue;
      }
      if (bySource.put(table.from(), table) != null) {
        throw new IllegalArgumentException(
            "two tables are configured for changes of " + table.from());
      }
      byTarget.putIfAbsent(table.to(), table);
    }
  }

  /**
   * Returns the routes of these entries.
   *
   * @throws IllegalArgumentException if two entries name one source
   */
  public static TableRoutes of(List<TableConfig> tables) {
    return new TableRoutes(tables);
  }

  /** Returns the entry that names the source literally. */
  public Optional<TableConfig> named(String source) {
    return Optional.ofNullable(bySource.get(source));
  }

  /**
   * Returns the table of an event: of the entry that names the event's table, else its topic; else
   * of the pattern that matches the table, else the topic. The result's {@code from} is the name
   * that was found.
   *
   * @param table the event's table, or null if the event does not name it
   * @throws AmbiguousRouteException as {@link #find(String)}
   */
  public Optional<TableConfig> find(@Nullable String table, String topic)
      throws AmbiguousRouteException {
    Optional<TableConfig> found = table == null ? Optional.empty() : named(table);
    if (found.isEmpty()) {
      found = named(topic);
    }
    if (found.isEmpty() && table != null) {
      found = find(table);
    }
    return found.isEmpty() ? find(topic) : found;
  }

  /**
   * Returns the table of a source: of the entry that names it, else of the pattern that matches it.
   *
   * @throws AmbiguousRouteException if several patterns match, or if the target's name is not
   *     valid, or if an entry that differs writes to the same target
   */
  public Optional<TableConfig> find(String source) throws AmbiguousRouteException {
    TableConfig named = bySource.get(source);
    if (named != null) {
      return Optional.of(named);
    }
    TableConfig entry = null;
    String target = "";
    for (PatternEntry candidate : patterns) {
      Optional<String> to = candidate.pattern().targetOf(source);
      if (to.isPresent() && entry != null) {
        throw new AmbiguousRouteException(
            source
                + " matches the patterns "
                + entry.from()
                + " and "
                + candidate.entry().from()
                + " of tables[].fromPattern; give it an entry of its own with from, or make the"
                + " patterns exclude each other");
      }
      if (to.isPresent()) {
        entry = candidate.entry();
        target = to.get();
      }
    }
    if (entry == null) {
      return Optional.empty();
    }
    verify(source, entry, target);
    return Optional.of(entry.routed(source, target));
  }

  private void verify(String source, TableConfig entry, String target)
      throws AmbiguousRouteException {
    try {
      ValueParsers.table(target);
    } catch (InvalidValueException e) {
      throw new AmbiguousRouteException(
          source + " goes to " + target + " by " + entry.from() + ", which is " + e.getMessage());
    }
    TableConfig other = entryOf(target).orElse(entry);
    if (!other.equals(entry)
        && !(entry.hasSameTargetAs(other)
            && entry.route().isShared()
            && other.route().isShared())) {
      throw new AmbiguousRouteException(
          source
              + " goes to "
              + target
              + " by the pattern "
              + entry.from()
              + ", to which the entry "
              + other.from()
              + " writes, too; make them alike and state keys in both, or change one target");
    }
  }

  /** Returns the table that changes of a target belong to; its source is that of any of them. */
  public Optional<TableConfig> ofTarget(String target) {
    return entryOf(target)
        .map(entry -> entry.route().isPattern() ? entry.routed(entry.from(), target) : entry);
  }

  private Optional<TableConfig> entryOf(String target) {
    TableConfig named = byTarget.get(target);
    return named != null
        ? Optional.of(named)
        : patterns.stream()
            .filter(candidate -> candidate.pattern().mayLeadTo(target))
            .map(PatternEntry::entry)
            .findFirst();
  }
}
