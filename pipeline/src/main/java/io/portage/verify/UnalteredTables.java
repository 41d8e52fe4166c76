package io.portage.verify;

import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import java.util.Optional;

/** The target's tables, which accept no new columns. */
record UnalteredTables(TargetTables tables) implements TargetTables {
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
