package io.portage.launcher.cutover;

import io.portage.launcher.output.Plural;
import io.portage.target.readiness.Obstacle;
import io.portage.target.readiness.TargetReadiness;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** A condition of the target's catalog. */
final class TargetStateCheck implements CutoverCheck {
  private final String id;
  private final String title;
  private final TargetTablesOfJob target;
  private final StateQuery query;

  /** One of the queries of a target's state. */
  @FunctionalInterface
  interface StateQuery {
    List<Obstacle> run(TargetReadiness readiness, Connection connection, Collection<String> tables)
        throws SQLException;
  }

  TargetStateCheck(String id, String title, TargetTablesOfJob target, StateQuery query) {
    this.id = id;
    this.title = title;
    this.target = target;
    this.query = query;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public CheckOutcome run() throws SQLException {
    return target.ask(
        (readiness, connection) -> {
          List<CutoverFinding> findings =
              query.run(readiness, connection, target.names()).stream()
                  .map(
                      obstacle ->
                          new CutoverFinding(
                              id + ":" + obstacle.object(), obstacle.problem(), obstacle.fix()))
                  .toList();
          return CheckOutcome.of(List.of(Plural.of(target.names().size(), "table")), findings);
        });
  }
}
