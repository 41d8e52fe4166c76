package io.portage.decode.avro;

import io.portage.config.Credential;
import io.portage.config.FormatConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The properties of formats in Avro that do not depend on the envelope. */
public interface AvroFormatConfig extends FormatConfig {
  /** The source of the schemas. */
  AvroSchemas schemas();

  @Override
  default Optional<String> columnsProblem(Collection<String> columns) {
    return AvroNames.problem(columns);
  }

  @Override
  default List<Credential> credentials() {
    return schemas().credentials();
  }

  @Override
  default Map<String, String> urls() {
    return schemas().urls();
  }

  @Override
  default Map<String, String> problems() {
    return schemas().problems();
  }
}
