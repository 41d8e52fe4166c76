package io.portage.config;

import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.MissingColumnPolicy;
import io.portage.config.TableConfig.VersionOrder;

/**
 * The defaults of a table's settings that depend on the format.
 *
 * @param before the content of {@code before} images
 * @param order the kind of version
 * @param missing the handling of a row whose image lacks an expected column
 */
public record TableDefaults(BeforeImage before, VersionOrder order, MissingColumnPolicy missing) {}
