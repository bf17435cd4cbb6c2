(function () {
  'use strict';
  var drawings = Array.prototype.slice.call(document.querySelectorAll('svg.erd'));
  var scale = 1;
  document.querySelectorAll('.zoom, .folds').forEach(function (tools) { tools.hidden = false; });
  document.addEventListener('click', function (event) {
    var button = event.target.closest ? event.target.closest('button') : null;
    if (!button) { return; }
    if (button.dataset.fold) {
      document.querySelectorAll('#steps details').forEach(function (part) { part.open = button.dataset.fold === 'open'; });
    }
    if (button.dataset.zoom) {
      scale = Math.min(3, Math.max(0.25, scale * (button.dataset.zoom > 0 ? 1.25 : 0.8)));
      drawings.forEach(function (svg) {
        svg.setAttribute('width', svg.viewBox.baseVal.width * scale);
        svg.setAttribute('height', svg.viewBox.baseVal.height * scale);
      });
    }
  });
})();
