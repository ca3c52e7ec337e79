document.documentElement.dataset['attune'] = 'loaded';
