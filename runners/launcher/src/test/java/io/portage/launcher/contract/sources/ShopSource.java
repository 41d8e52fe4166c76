package io.portage.launcher.contract.sources;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A source database with the tables of the workload. */
interface ShopSource {
  /** Returns a short name. */
  String name();

  /** Returns the kind of database. */
  Database database();

  /** Returns the title of the connector's properties on the page about sources. */
  String block();

  /** Returns the title of the properties that unwrap its events. */
  String transform();

  /** Returns the values of the variables of these properties. */
  Map<String, String> variables();

  /** Opens a connection in which the tables are the default schema's. */
  Connection connect() throws SQLException;

  /** Creates the tables. */
  void create() throws SQLException;

  /** Prepares what a connector may find when it starts for the first time. */
  void prepare(Capture capture) throws SQLException;

  /** Returns the statement that waits for this number of seconds. */
  String pause(double seconds);

  /** Returns the query for the number of open transactions that have changed rows. */
  String openTransactions();

  /** Releases what a stopped connector leaves in the database. */
  void drop(List<Capture> captures) throws SQLException;
}
