package io.portage.assess.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A database as its catalog describes it.
 *
 * @param product the database
 * @param version its version
 * @param user the connected user
 * @param defaultSchema the schema of names without one
 * @param settings the server's settings that matter here, in lower case, by name
 * @param tables the tables of the schemas that were asked for
 * @param slots PostgreSQL's logical replication slots of this database
 * @param publications PostgreSQL's publications of this database
 * @param transactions the open transactions of the server
 * @param hidden what the user may not see, in words; empty if nothing
 */
public record DatabaseFacts(
    Product product,
    String version,
    String user,
    String defaultSchema,
    Map<String, String> settings,
    List<TableFacts> tables,
    List<Slot> slots,
    List<Publication> publications,
    List<OpenTransaction> transactions,
    Set<String> hidden) {

  /** Keeps copies. */
  public DatabaseFacts {
    settings = new TreeMap<>(settings);
    tables = List.copyOf(tables);
    slots = List.copyOf(slots);
    publications = List.copyOf(publications);
    transactions = List.copyOf(transactions);
    hidden = new TreeSet<>(hidden);
  }

  /** The databases that can be assessed. */
  public enum Product {
    POSTGRESQL("PostgreSQL"),
    MARIADB("MariaDB"),
    MYSQL("MySQL");

    private final String label;

    Product(String label) {
      this.label = label;
    }

    /** Returns the name for messages. */
    public String label() {
      return label;
    }
  }

  /**
   * A logical replication slot.
   *
   * @param walStatus as in pg_replication_slots: reserved, extended, unreserved or lost; null if
   *     not known
   * @param retainedBytes the log that the server keeps for it
   */
  public record Slot(
      String name, String plugin, boolean active, @Nullable String walStatus, long retainedBytes) {}

  /**
   * A publication.
   *
   * @param operations of insert, update, delete and truncate: those that it publishes
   * @param tables its tables, {@code schema.table}
   * @param filtered those of its tables of which it has not every row or not every column
   * @param viaRoot true if changes of partitions are published as those of their root
   */
  public record Publication(
      String name,
      Set<String> operations,
      Set<String> tables,
      Set<String> filtered,
      boolean viaRoot) {
    /** Keeps sorted copies. */
    public Publication {
      operations = new TreeSet<>(operations);
      tables = new TreeSet<>(tables);
      filtered = new TreeSet<>(filtered);
    }
  }

  /**
   * An open transaction.
   *
   * @param session the number of its session, or the name of a prepared transaction
   * @param seconds how long it has been open
   * @param prepared true for one that no session has (PREPARE TRANSACTION, XA)
   */
  public record OpenTransaction(String session, long seconds, boolean prepared) {}

  /** Returns true for PostgreSQL. */
  public boolean isPostgres() {
    return product == Product.POSTGRESQL;
  }

  /** Returns a setting; empty if the server has none of this name. */
  public String setting(String name) {
    return settings.getOrDefault(name, "");
  }

  /** Returns the table of this name, {@code table} or {@code schema.table}. */
  public Optional<TableFacts> table(String name) {
    String wanted = name.contains(".") ? name : defaultSchema + "." + name;
    return tables.stream().filter(table -> table.qualified().equals(wanted)).findFirst();
  }

  /** Returns an identifier as SQL of this database has it. */
  public String quoted(String identifier) {
    return isPostgres()
        ? '"' + identifier.replace("\"", "\"\"") + '"'
        : '`' + identifier.replace("`", "``") + '`';
  }

  /** Returns a table's name as SQL of this database has it. */
  public String quoted(TableFacts table) {
    return quoted(table.schema()) + "." + quoted(table.name());
  }
}
