/** A sunset over hills and a lake, drawn on a canvas. */
export function drawScene(canvas, width, height) {
  const horizon = 0.62 * height;
  const gradient = (from, to, ...stops) => {
    const made = canvas.createLinearGradient(0, from, 0, to);
    stops.forEach((colour, i) => made.addColorStop(i / (stops.length - 1), colour));
    return made;
  };
  const fill = (style, path) => {
    canvas.fillStyle = style;
    canvas.beginPath();
    path();
    canvas.fill();
  };
  const hills = (base, swing, waves, phase) => () => {
    canvas.moveTo(0, horizon);
    for (let x = 0; x <= width; x++) {
      const wave = Math.sin((waves * x) / width + phase) + 0.5 * Math.sin((2.3 * waves * x) / width + 2 * phase);
      canvas.lineTo(x, horizon - base - swing * wave);
    }
    canvas.lineTo(width, horizon);
  };
  const [sunX, sunY, sun] = [0.66 * width, 0.44 * height, 0.085 * height];

  fill(gradient(0, horizon, '#22335f', '#6b5b95', '#e88a6a', '#ffd08a'), () => canvas.rect(0, 0, width, horizon));
  const glow = canvas.createRadialGradient(sunX, sunY, 0, sunX, sunY, 5 * sun);
  glow.addColorStop(0, '#fff1c4');
  glow.addColorStop(1, '#fff1c400');
  fill(glow, () => canvas.rect(0, 0, width, horizon));
  fill('#fff6d8', () => canvas.arc(sunX, sunY, sun, 0, 2 * Math.PI));
  fill('#6f6aa0', hills(0.16 * height, 0.06 * height, 7, 0.4));
  fill('#3f5a6b', hills(0.08 * height, 0.045 * height, 10, 2.1));
  fill('#21413f', hills(0.02 * height, 0.02 * height, 17, 4));
  fill(gradient(horizon, height, '#e39b76', '#6a5a8c', '#1c2b4d'), () => canvas.rect(0, horizon, width, height - horizon));
  for (let y = horizon + 3; y < height; y += 5) {
    const half = (0.4 + 0.6 * Math.abs(Math.sin(9 * y))) * sun * (1 + (y - horizon) / height);
    fill('#ffe2a8', () => canvas.rect(sunX - half, y, 2 * half, 1.6));
  }
}
