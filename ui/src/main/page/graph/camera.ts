/** What of the picture is seen: a place of the picture is on the screen at `x + place * scale`. */
export interface Camera {
  x: number;
  y: number;
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

const FARTHEST = 0.02;
const CLOSEST = 2.5;

/** All of the picture, in the middle, never larger than life. */
export function fit(picture: Size, view: Size): Camera {
  const scale = Math.max(FARTHEST, Math.min(1, view.width / picture.width, view.height / picture.height));
  return {
    scale,
    x: (view.width - picture.width * scale) / 2,
    y: (view.height - picture.height * scale) / 2,
  };
}

/** Closer by `factor` (farther below 1), with the place at (`x`, `y`) of the screen kept there. */
export function zoom(camera: Camera, factor: number, x: number, y: number): Camera {
  const scale = Math.min(CLOSEST, Math.max(FARTHEST, camera.scale * factor));
  const ratio = scale / camera.scale;
  return { scale, x: x - (x - camera.x) * ratio, y: y - (y - camera.y) * ratio };
}

/** Moved as little as it takes for a box of the picture to be seen whole. */
export function reveal(camera: Camera, box: { x: number; y: number; width: number; height: number }, view: Size): Camera {
  const margin = 24;
  const left = camera.x + (box.x - box.width / 2) * camera.scale;
  const right = camera.x + (box.x + box.width / 2) * camera.scale;
  const top = camera.y + (box.y - box.height / 2) * camera.scale;
  const bottom = camera.y + (box.y + box.height / 2) * camera.scale;
  const dx = left < margin ? margin - left : right > view.width - margin ? view.width - margin - right : 0;
  const dy = top < margin ? margin - top : bottom > view.height - margin ? view.height - margin - bottom : 0;
  return dx === 0 && dy === 0 ? camera : { ...camera, x: camera.x + dx, y: camera.y + dy };
}
