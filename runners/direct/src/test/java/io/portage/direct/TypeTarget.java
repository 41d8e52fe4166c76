package io.portage.direct;

import io.portage.direct.TypeSamples.Sample;
import io.portage.launcher.contract.TestJob;
import io.portage.model.Stage;
import io.portage.sandbox.Sandbox;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A database into which the events of captures are carried. */
interface TypeTarget {
  /** Returns the job that carries the capture's events into the database. */
  TestJob job(TypeCapture capture) throws Exception;

  /** Opens a connection that may read the tables. */
  Connection connect(Sandbox sandbox) throws SQLException;

  /** Returns the types of the table's columns for the events of a capture, by their names. */
  Map<String, String> types(TypeCapture capture, List<Sample> sent);

  /** Creates the table that {@link #types} describes. */
  void create(TestJob job, String table, TypeCapture capture, List<Sample> sent)
      throws IOException, SQLException;

  /** Returns the expression of a value's text in the source. */
  String sourceText(Sample sample, String type);

  /** Returns the expression of a value's text in the target. */
  String targetText(Sample sample, String type);

  /** Returns the query with which the source reads the target's text, see {@link TypeSource}. */
  Optional<String> readBack(Sample sample, String type);

  /** Returns true if values may be rejected in this stage. */
  boolean mayReject(Stage stage);
}
