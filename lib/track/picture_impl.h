/* Shared by the pictures of lib/track only. */
#ifndef TRACK_PICTURE_IMPL_H
#define TRACK_PICTURE_IMPL_H

#include "track_impl.h"

#include <ecom/draw.h>

/** track_locate(places, event, out): where it was: by its own coordinates, else by the names of its place. False: not known. */
bool track_locate(const struct track_places *places, const struct track_event *event, struct place *out);

#endif
