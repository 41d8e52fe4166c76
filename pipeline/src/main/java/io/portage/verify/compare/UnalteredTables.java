package io.portage.verify.compare;

import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The target's tables as they were when they were first asked for: a column that the job adds later
 * is not among the columns that are read, so that no part may expect it. They accept no new
 * columns.
 */
public final class UnalteredTables implements TargetTables {
  private final TargetTables tables;
  private final Map<String, Optional<TargetTable>> read = new ConcurrentHashMap<>();

  /**
   * @param tables the tables that a job would alter; closed with these
   */
  public UnalteredTables(TargetTables tables) {
    this.tables = tables;
  }

  @Override
  public Optional<TargetTable> find(String name) {
    return read.computeIfAbsent(name, tables::find);
  }

  @Override
  public Optional<TargetTable> refresh(String name) {
    return find(name);
  }

  @Override
  public void close() {
    tables.close();
  }
}
