package io.portage.decode.registry;

import io.portage.config.FileLocation;
import io.portage.decode.registry.RegistryConfig.RegistryAccess;
import io.portage.decode.registry.RegistryConfig.StoreFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The certificates of a connection to a registry. */
final class RegistryTls {
  private RegistryTls() {}

  /**
   * Returns the context with the configured stores, or empty if there are none.
   *
   * @throws RegistryException if a store cannot be read
   */
  static Optional<SSLContext> context(RegistryAccess access) {
    if (access.keystore() == null && access.truststore() == null) {
      return Optional.empty();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      StoreFile keystore = access.keystore();
      keys.init(
          store("keystore", keystore),
          keystore == null ? null : keystore.password().reveal().toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store("truststore", access.truststore()));
      context.init(keystore == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
      return Optional.of(context);
    } catch (GeneralSecurityException e) {
      throw new RegistryException("source.registry.keystore and truststore: " + e.getMessage(), e);
    }
  }

  private static @Nullable KeyStore store(String key, @Nullable StoreFile file)
      throws GeneralSecurityException {
    if (file == null) {
      return null;
    }
    Path path = Path.of(file.location());
    try {
      if (!Files.isReadable(path)) {
        throw new IOException("there is no such file here");
      }
      return KeyStore.getInstance(path.toFile(), file.password().reveal().toCharArray());
    } catch (IOException e) {
      throw new RegistryException(
          "source.registry." + key + ": " + path + " cannot be read: " + FileLocation.reasonOf(e),
          e);
    }
  }
}
