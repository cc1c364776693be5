// Sets theme and size before the first paint. Runs before everything else, hence plain script; the settings page
// writes the same keys through $lib/appearance.
(function () {
	var root = document.documentElement;
	var stored = function (key) {
		try {
			return localStorage.getItem(key);
		} catch (_) {
			return null;
		}
	};
	root.dataset.theme = stored('theme') || 'dark';
	var size = stored('size');
	var isTv = /\b(SMART-?TV|SmartTV|Tizen|Web0S|webOS|NetCast|BRAVIA|AFT[A-Z]|CrKey|GoogleTV|Android TV|HbbTV|VIDAA)\b/i.test(
		navigator.userAgent
	);
	root.dataset.size = size || (isTv ? 'tv' : 'normal');
})();
