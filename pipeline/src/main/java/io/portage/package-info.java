/** The composition root of the pipeline. */
package io.portage;
