package io.portage.target.readiness;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * The queries of {@code portage cutover} that are specific to one database. Each covers the tables
 * and their partitions, skips tables that do not exist, and returns its result in a fixed order.
 *
 * <p>All methods only read, except {@link #advance}.
 */
public interface TargetReadiness {
  /** Returns what fills columns of these tables with new values. Reads the columns' extremes. */
  List<KeyGenerator> keyGenerators(Connection connection, Collection<String> tables)
      throws SQLException;

  /**
   * Lets {@code generator} continue after the values in its columns, by its {@link
   * KeyGenerator#fix}; commits.
   */
  void advance(Connection connection, KeyGenerator generator) throws SQLException;

  /** Returns the constraints that are not validated or not enforced. */
  List<Obstacle> constraints(Connection connection, Collection<String> tables) throws SQLException;

  /** Returns the triggers that do not fire for an application, and settings to that effect. */
  List<Obstacle> triggers(Connection connection, Collection<String> tables) throws SQLException;

  /** Returns the indexes that are not used. */
  List<Obstacle> indexes(Connection connection, Collection<String> tables) throws SQLException;

  /** Returns the tables that lose data in a crash, or whose maintenance is off. */
  List<Obstacle> storage(Connection connection, Collection<String> tables) throws SQLException;
}
