package io.portage.assess.facts;

import io.portage.assess.facts.TableFacts.Column;
import io.portage.assess.facts.TableFacts.Identity;
import io.portage.assess.facts.TableFacts.Reference;
import io.portage.assess.facts.TableFacts.RowSecurity;
import io.portage.assess.facts.TableFacts.TableKind;
import io.portage.assess.facts.TableFacts.UniqueKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Collects the facts of one table from several queries. Starts as a logged table without columns
 * that the user may read and write. Not thread-safe.
 */
public final class TableFactsBuilder {
  private final String schema;
  private final String name;
  private TableKind kind = TableKind.TABLE;
  private boolean logged = true;
  private @Nullable Identity identity;
  private final List<String> primaryKey = new ArrayList<>();
  private boolean deferrableKey;
  private final List<Column> columns = new ArrayList<>();
  private final List<UniqueKey> uniqueKeys = new ArrayList<>();
  private final List<Reference> foreignKeys = new ArrayList<>();
  private final Set<String> triggers = new TreeSet<>();
  private RowSecurity rowSecurity = RowSecurity.NONE;
  private Set<String> privileges = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");
  private long rows = -1;
  private long bytes;
  private long outOfLineBytes;
  private @Nullable String engine;
  private @Nullable String partitionOf;

  /** Begins a table. */
  public TableFactsBuilder(String schema, String name) {
    this.schema = schema;
    this.name = name;
  }

  /** Sets what it is and whether its changes are logged. */
  public TableFactsBuilder kind(TableKind what, boolean inLog) {
    kind = what;
    logged = inLog;
    return this;
  }

  /** Sets the replica identity. */
  public TableFactsBuilder identity(@Nullable Identity setting) {
    identity = setting;
    return this;
  }

  /** Sets the primary key. */
  public TableFactsBuilder primaryKey(List<String> names, boolean deferrable) {
    primaryKey.clear();
    primaryKey.addAll(names);
    deferrableKey = deferrable;
    return this;
  }

  /** Adds a column. */
  public TableFactsBuilder column(Column column) {
    columns.add(column);
    return this;
  }

  /** Returns the column of this name as added so far, or null. */
  public @Nullable Column column(String column) {
    return columns.stream().filter(one -> one.name().equals(column)).findFirst().orElse(null);
  }

  /** Adds a unique index that is not the primary key's. */
  public TableFactsBuilder uniqueKey(UniqueKey key) {
    uniqueKeys.add(key);
    return this;
  }

  /** Adds a foreign key. */
  public TableFactsBuilder foreignKey(Reference key) {
    foreignKeys.add(key);
    return this;
  }

  /** Adds an enabled trigger. */
  public TableFactsBuilder trigger(String trigger) {
    triggers.add(trigger);
    return this;
  }

  /** Sets the row-level security. */
  public TableFactsBuilder rowSecurity(RowSecurity security) {
    rowSecurity = security;
    return this;
  }

  /** Sets the privileges that the user has. */
  public TableFactsBuilder privileges(Set<String> held) {
    privileges = held;
    return this;
  }

  /** Sets the estimated number of rows and the sizes in bytes. */
  public TableFactsBuilder size(long estimatedRows, long allBytes, long outOfLine) {
    rows = estimatedRows;
    bytes = allBytes;
    outOfLineBytes = outOfLine;
    return this;
  }

  /** Sets the storage engine. */
  public TableFactsBuilder engine(@Nullable String storage) {
    engine = storage;
    return this;
  }

  /** Sets the partitioned table that it is a part of. */
  public TableFactsBuilder partitionOf(@Nullable String parent) {
    partitionOf = parent;
    return this;
  }

  /** Returns the facts. */
  public TableFacts build() {
    return new TableFacts(
        schema,
        name,
        kind,
        logged,
        identity,
        primaryKey,
        deferrableKey,
        columns,
        uniqueKeys,
        foreignKeys,
        triggers,
        rowSecurity,
        privileges,
        rows,
        bytes,
        outOfLineBytes,
        engine,
        partitionOf);
  }
}
