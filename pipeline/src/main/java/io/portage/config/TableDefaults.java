package io.portage.config;

import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.VersionOrder;

/**
 * The defaults of a table's settings that depend on the format.
 *
 * @param before the content of {@code before} images
 * @param order the kind of version
 * @param missingColumns the handling of a whole image that lacks an expected column
 */
public record TableDefaults(
    BeforeImage before, VersionOrder order, MissingColumnPolicy missingColumns) {}
