package io.portage.direct;

import io.portage.direct.TypeSamples.Sample;
import io.portage.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A database whose types a connector captures, in the table {@code samples}. */
interface TypeSource {
  /** The files of the types. */
  Path FILES = Path.of("runners/direct/src/test/resources/types");

  /** Returns the types. */
  TypeSamples samples() throws IOException;

  /** Returns the modes that its connector knows, of {@link TypeModes#ALL}. */
  List<TypeModes> modes();

  /** Returns the table, with the database or schema. */
  String table();

  /** Opens a connection with all privileges. */
  Connection connect(Sandbox sandbox) throws SQLException;

  /** Creates what the table needs. */
  void prepare(Connection connection) throws SQLException;

  /** Removes all that the connectors of these names and this object created. */
  void remove(Connection connection, List<String> connectors) throws SQLException;

  /** Returns the connector's properties without those of modes, converters and transforms. */
  Map<String, String> connector(Sandbox sandbox, String name);

  /** Returns {@code add.fields} of unwrapped events, with all that a version needs. */
  String unwrappedFields();

  /** Returns the expression of a value's text, in the form of {@link #targetText}. */
  String sourceText(Sample sample);

  /** Returns the expression of a value's text in PostgreSQL. */
  String targetText(Sample sample);

  /**
   * Returns the expression of a value's text, in the form of that of a column of MariaDB.
   *
   * @param type the type of MariaDB's column
   */
  String textForMariaDb(Sample sample, String type);

  /**
   * Returns the query with which the source reads the text of a column of MariaDB, its parameter,
   * and tells the text of the same value; empty if both have the same texts.
   *
   * @param type the type of MariaDB's column
   */
  Optional<String> readBack(Sample sample, String type);
}
