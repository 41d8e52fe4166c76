package io.portage.assess.facts;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A table as the catalog of its database describes it.
 *
 * @param schema its schema; in MariaDB and MySQL its database
 * @param name its name in the catalog's spelling
 * @param kind what it is
 * @param logged true if its changes are in the database's log
 * @param identity what the log has of a row before its change; null if the database has no such
 *     setting
 * @param primaryKey the columns of the primary key in order; empty if there is none
 * @param deferrableKey true if the primary key is DEFERRABLE
 * @param columns the columns in order
 * @param uniqueKeys the other unique indexes
 * @param foreignKeys the foreign keys to other tables or to itself
 * @param triggers the names of the enabled triggers that users have created
 * @param rowSecurity the row-level security
 * @param privileges the privileges of the connected user, of SELECT, INSERT, UPDATE and DELETE
 * @param rows the number of rows that the database estimates; -1 if it has no estimate
 * @param bytes the size, also of what is stored out of line; 0 if unknown
 * @param outOfLineBytes the size of the values that are stored out of line (TOAST)
 * @param engine the storage engine; null if the database has only one
 * @param partitionOf the partitioned table that it is a part of, or null
 */
public record TableFacts(
    String schema,
    String name,
    TableKind kind,
    boolean logged,
    @Nullable Identity identity,
    List<String> primaryKey,
    boolean deferrableKey,
    List<Column> columns,
    List<UniqueKey> uniqueKeys,
    List<Reference> foreignKeys,
    Set<String> triggers,
    RowSecurity rowSecurity,
    Set<String> privileges,
    long rows,
    long bytes,
    long outOfLineBytes,
    @Nullable String engine,
    @Nullable String partitionOf) {

  /** Keeps copies. */
  public TableFacts {
    primaryKey = List.copyOf(primaryKey);
    columns = List.copyOf(columns);
    uniqueKeys = List.copyOf(uniqueKeys);
    foreignKeys = List.copyOf(foreignKeys);
    triggers = new TreeSet<>(triggers);
    privileges = new TreeSet<>(privileges);
  }

  /** The kinds of relations. */
  public enum TableKind {
    TABLE,
    PARTITIONED,
    VIEW,
    FOREIGN_TABLE
  }

  /** PostgreSQL's REPLICA IDENTITY. */
  public enum Identity {
    DEFAULT,
    FULL,
    INDEX,
    NOTHING
  }

  /** The row-level security of a table. */
  public enum RowSecurity {
    NONE,
    /** Enabled; it does not apply to the connected user. */
    ENABLED,
    /** Enabled also for the table's owner; it does not apply to the connected user. */
    FORCED,
    /** It applies to the connected user. */
    ACTIVE
  }

  /**
   * A column.
   *
   * @param name its exact name
   * @param type its type as the database writes it
   * @param nullable true if null is allowed
   * @param hasDefault true if the database fills it when an insert omits it
   * @param generation how the database generates its values
   * @param mayBeOutOfLine true if its values may be stored out of line (TOAST)
   * @param equality why different texts can be equal in it, such as its collation; null if equal
   *     values have one form
   */
  public record Column(
      String name,
      String type,
      boolean nullable,
      boolean hasDefault,
      Generation generation,
      boolean mayBeOutOfLine,
      @Nullable String equality) {
    /** A nullable column without more. */
    public static Column of(String name, String type) {
      return new Column(name, type, true, false, Generation.NONE, false, null);
    }
  }

  /** The ways in which a database generates the values of a column. */
  public enum Generation {
    NONE,
    /** Computed from other columns. */
    COMPUTED,
    /** From a sequence, also AUTO_INCREMENT. */
    SEQUENCE,
    /** From a sequence, and values for it are rejected in updates. */
    SEQUENCE_ALWAYS
  }

  /**
   * A unique index other than the primary key's.
   *
   * @param columns its columns; empty if it has expressions
   * @param whole true if it has no condition and its columns are not null, so that it identifies
   *     every row
   */
  public record UniqueKey(String name, List<String> columns, boolean whole) {}

  /**
   * A foreign key.
   *
   * @param parent the other table, {@code schema.table}
   * @param cascades true if a change of a row of the other table changes rows of this one
   */
  public record Reference(String name, String parent, boolean cascades) {}

  /** Returns {@code schema.table}. */
  public String qualified() {
    return schema + "." + name;
  }

  /** Returns the column of this name, or null. */
  public @Nullable Column column(String column) {
    return columns.stream().filter(one -> one.name().equals(column)).findFirst().orElse(null);
  }

  /** Returns the unique indexes without those that contain the whole primary key. */
  public List<UniqueKey> furtherUniqueKeys() {
    return uniqueKeys.stream()
        .filter(key -> primaryKey.isEmpty() || !key.columns().containsAll(primaryKey))
        .toList();
  }

  /** Returns true if these columns, in any order, identify a row. */
  public boolean isKey(List<String> names) {
    Set<String> wanted = Set.copyOf(names);
    return (!primaryKey.isEmpty() && wanted.containsAll(primaryKey))
        || uniqueKeys.stream()
            .anyMatch(
                key ->
                    key.whole() && !key.columns().isEmpty() && wanted.containsAll(key.columns()));
  }
}
