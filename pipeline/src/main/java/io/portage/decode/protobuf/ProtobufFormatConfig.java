package io.portage.decode.protobuf;

import io.portage.decode.protobuf.ProtobufSchemas.Registered;
import io.portage.decode.registry.RegistryConfig;
import io.portage.decode.registry.RegistryFormatConfig;
import java.util.Optional;

/** The properties of formats in Protobuf that do not depend on the envelope. */
public interface ProtobufFormatConfig extends RegistryFormatConfig {
  /** The source of the message types. */
  ProtobufSchemas schemas();

  @Override
  default Optional<RegistryConfig> registry() {
    return schemas() instanceof Registered registered
        ? Optional.of(registered.registry())
        : Optional.empty();
  }
}
