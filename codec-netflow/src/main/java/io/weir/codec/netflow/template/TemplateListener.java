package io.weir.codec.netflow.template;

/** Told what happens to templates. */
@FunctionalInterface
public interface TemplateListener
{
    /**
     * Something happened. Called on the thread of a worker, so it must not block; several workers call at the same
     * time. What it throws is counted as a defect, and the rest of the datagram is lost.
     *
     * @param event may be kept.
     */
    void onTemplate(TemplateEvent event);
}
