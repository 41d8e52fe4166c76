package io.portage.config.reading;

import io.portage.config.AddedColumn;
import io.portage.config.AddedColumn.ConstantColumn;
import io.portage.config.AddedColumn.PropertyColumn;
import io.portage.config.AddedColumn.SourceProperty;
import io.portage.config.TableConfig;
import java.util.Set;
import java.util.function.Predicate;

/** Decides if added key columns keep the rows of several sources of one target apart. */
final class MergedKeys {
  private static final Set<SourceProperty> OF_TOPICS =
      Set.of(SourceProperty.TOPIC, SourceProperty.DATABASE, SourceProperty.RECORD);
  private static final Set<SourceProperty> OF_PATTERNS =
      Set.of(
          SourceProperty.TOPIC,
          SourceProperty.DATABASE,
          SourceProperty.SCHEMA,
          SourceProperty.RECORD);

  private MergedKeys() {}

  /** Returns true if the rows of one source that comes in several topics are kept apart. */
  static boolean distinguishTopics(TableConfig table) {
    return hasProperty(table, OF_TOPICS::contains);
  }

  /** Returns true if the rows of the sources of one pattern are kept apart. */
  static boolean distinguishAny(TableConfig table) {
    return hasProperty(table, OF_PATTERNS::contains);
  }

  /**
   * Returns true if the rows of these entries are kept apart: by constants that differ, by the
   * topic or the database, by the schema if the sources' names begin differently, or by the table
   * if they end differently.
   */
  static boolean distinguish(TableConfig one, TableConfig other) {
    for (String name : one.key()) {
      AddedColumn mine = one.route().added().get(name);
      AddedColumn theirs = other.route().added().get(name);
      if (mine instanceof ConstantColumn && theirs instanceof ConstantColumn) {
        if (!mine.equals(theirs)) {
          return true;
        }
      } else if (mine instanceof PropertyColumn property && mine.equals(theirs)) {
        if (distinguish(property.property(), one.from(), other.from())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean distinguish(SourceProperty property, String one, String other) {
    return switch (property) {
      case TOPIC, DATABASE, RECORD -> true;
      case SCHEMA -> !first(one).equals(first(other));
      case TABLE -> !last(one).equals(last(other));
      case PARTITION, OFFSET, TS -> false;
    };
  }

  private static String first(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static boolean hasProperty(TableConfig table, Predicate<SourceProperty> wanted) {
    return table.key().stream()
        .map(table.route().added()::get)
        .anyMatch(
            column ->
                column instanceof PropertyColumn property && wanted.test(property.property()));
  }
}
