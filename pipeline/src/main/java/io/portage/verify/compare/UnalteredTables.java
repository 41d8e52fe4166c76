package io.portage.verify.compare;

import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import java.util.Optional;

/**
 * The target's tables, which accept no new columns.
 *
 * @param tables the tables that a job would alter
 */
public record UnalteredTables(TargetTables tables) implements TargetTables {
  @Override
  public Optional<TargetTable> find(String name) {
    return tables.find(name);
  }

  @Override
  public Optional<TargetTable> refresh(String name) {
    return tables.refresh(name);
  }

  @Override
  public void close() {
    tables.close();
  }
}
