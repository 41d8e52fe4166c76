package io.portage.decode.avro;

import io.portage.decode.avro.AvroSchemas.Registered;
import io.portage.decode.registry.RegistryConfig;
import io.portage.decode.registry.RegistryFormatConfig;
import java.util.Collection;
import java.util.Optional;

/** The properties of formats in Avro that do not depend on the envelope. */
public interface AvroFormatConfig extends RegistryFormatConfig {
  /** The source of the schemas. */
  AvroSchemas schemas();

  @Override
  default Optional<RegistryConfig> registry() {
    return schemas() instanceof Registered registered
        ? Optional.of(registered.registry())
        : Optional.empty();
  }

  @Override
  default Optional<String> columnsProblem(Collection<String> columns) {
    return AvroNames.problem(columns);
  }
}
